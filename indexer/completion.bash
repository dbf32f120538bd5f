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
    -w | --workers | --only) return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      update | watch | rebuild | check | status | ledger | report)
        command=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case $command in
    '') choices='update watch rebuild check status ledger report --version' ;;
    update) choices='--workers --dry-run --only' ;;
    watch | rebuild) choices='--workers' ;;
    check) choices='--read --workers' ;;
    status) choices='--json' ;;
    ledger) choices='--json --csv' ;;
    report) choices='--output --json' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$choices --config --quiet --help" -- "$word")
  return 0
}

complete -F _repere_indexer repere-indexer
