# shellcheck shell=bash
# Completion of repere(1) for bash.

# The facets that the configuration names, one a line; nothing where it has none of its own.
_repere_facets()
{
  local file=repere.conf i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -c | --config) file=${COMP_WORDS[i + 1]} ;;
    esac
  done
  [[ -r $file ]] || file=/etc/repere/repere.conf
  [[ -r $file ]] && sed -n 's/^\[facet  *\([a-z0-9-]*\)\].*/\1/p' "$file"
}

# Sets COMPREPLY to those of the words after $1 that begin with it.
_repere_words()
{
  local begin=$1
  shift
  mapfile -t COMPREPLY < <(compgen -W "$*" -- "$begin")
}

_repere_value()
{
  local option=$1 begin=$2 command=$3 before
  case $option in
    --lang) _repere_words "$begin" en fr es ;;
    --sort) _repere_words "$begin" relevance newest oldest title ;;
    --format)
      if [[ $command == search ]]; then
        _repere_words "$begin" table json csv
      else
        _repere_words "$begin" table json
      fi
      ;;
    --facet) # the last of a list; what stands before it stays
      before=${begin%"${begin##*,}"}
      mapfile -t COMPREPLY < <(compgen -P "$before" -W "$(_repere_facets)" -- "${begin##*,}")
      compopt -o nospace
      ;;
    --filter)
      before=
      [[ $begin == -* ]] && before=-
      mapfile -t COMPREPLY < <(compgen -P "$before" -S : -W "$(_repere_facets)" -- "${begin#-}")
      compopt -o nospace
      ;;
    -c | --config) mapfile -t COMPREPLY < <(compgen -f -- "$begin") ;;
    --address) _repere_words "$begin" unix: 127.0.0.1:7321 ;;
    --limit | --offset | --passages | --page | --file) COMPREPLY=() ;;
    *) return 1 ;;
  esac
}

_repere()
{
  local begin=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
  local common='--lang --address --config --help'
  COMPREPLY=()
  if [[ $begin == = ]]; then # bash cuts "--format=json" at the sign
    begin=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --) return ;;
      search | show) [[ -n $command ]] || command=${COMP_WORDS[i]} ;;
    esac
  done
  _repere_value "$before" "$begin" "$command" && return
  case $command in
    '') _repere_words "$begin" search show "$common" --version ;;
    search)
      [[ $begin == -* ]] &&
        _repere_words "$begin" --filter --facet --sort --limit --offset --passages --format --json "$common"
      ;;
    show) [[ $begin == -* ]] && _repere_words "$begin" --page --file --format --json "$common" ;;
  esac
  return 0
}

complete -F _repere repere
