# shellcheck shell=bash
# Completion of repere-indexer(1) for bash: commands and their options.

_repere_indexer()
{
  local word=${COMP_WORDS[COMP_CWORD]} before='' command='' i choices
  ((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  case $before in
    -c | --config | -o | --output)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    -w | --workers | --set | --only | --work | --file) return ;;
    --outcome)
      choices='indexed partial empty encrypted damaged too-large timeout memory crashed missing unreadable'
      mapfile -t COMPREPLY < <(compgen -W "$choices -indexed" -- "$word")
      return
      ;;
    --quality)
      choices='no-text ocr-low language-mismatch damaged missing duplicate none'
      mapfile -t COMPREPLY < <(compgen -W "$choices -none" -- "$word")
      return
      ;;
    --source)
      mapfile -t COMPREPLY < <(compgen -W 'text-layer document ocr empty garbage failed' -- "$word")
      return
      ;;
    --pages)
      mapfile -t COMPREPLY < <(compgen -W 'none' -- "$word")
      return
      ;;
    --lang)
      mapfile -t COMPREPLY < <(compgen -W 'en fr es' -- "$word")
      return
      ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      update | watch | rebuild | check | status | ledger | lexicon | harvest | duplicates | report | verify | snapshot | restore)
        command=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case $command in
    '') choices='update watch rebuild check status ledger lexicon harvest duplicates report verify snapshot restore --version' ;;
    update) choices='--workers --dry-run --only' ;;
    watch | rebuild) choices='--workers' ;;
    check) choices='--read --workers' ;;
    status) choices='--json' ;;
    ledger) choices='--work --file --outcome --quality --source --pages --json --csv' ;;
    duplicates) choices='--json --csv' ;;
    harvest) choices='--set --full' ;;
    report) choices='--output --lang --json' ;;
    lexicon) choices='--lang' ;;
    verify | snapshot | restore)
      choices=''
      [[ $command != verify ]] || choices='--json'
      if [[ $word != -* ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$choices --config --quiet --help" -- "$word")
  return 0
}

complete -F _repere_indexer repere-indexer
