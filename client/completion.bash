# shellcheck shell=bash
# Completion of repere(1) for bash: commands, options, and, as the daemon knows them, facets and their values.

# bash cuts words at "=" and ":". Sets _repere_line to the words before the cursor as the shell will pass them,
# the one under the cursor last, and _repere_cut to what of that one stands before the piece that bash replaces.
_repere_split()
{
  local rest=${COMP_LINE:0:COMP_POINT} i piece joined
  _repere_line=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]}
    joined=1
    [[ $rest == [[:space:]]* ]] && joined=
    rest=${rest#"${rest%%[![:space:]]*}"}
    ((i == COMP_CWORD)) && piece=$rest
    rest=${rest#"$piece"}
    if ((i > 0)) && [[ -n $joined && (-n $piece || ${COMP_WORDS[i - 1]} == [=:]) ]]; then
      _repere_line[-1]+=$piece
    else
      _repere_line+=("$piece")
    fi
  done
  _repere_cut=${_repere_line[-1]%"$piece"}
  [[ $piece == [=:] ]] && _repere_cut=${_repere_line[-1]}
}

# Asks the daemon that the line means; says nothing where there is none.
_repere_ask()
{
  local i program=${_repere_line[0]} from=()
  for ((i = 1; i < ${#_repere_line[@]} - 1; i++)); do
    case ${_repere_line[i]} in
      --) break ;;
      -c | --config | --address | --lang) from+=("${_repere_line[i]}" "${_repere_line[i + 1]}") ;;
      --config=* | --address=* | --lang=*) from+=("${_repere_line[i]}") ;;
    esac
  done
  program=${program/#\~/$HOME}
  "$program" "${from[@]}" complete -- "$@" 2>/dev/null
}

# Sets COMPREPLY to the lines of the input that go on from $1, each behind $2, as the shell has to read them.
# With a third word all of them: they are what is meant, however it was written.
_repere_reply()
{
  local begin=$1 before=$2 any=${3:-} line
  while IFS= read -r line; do
    [[ -z $any && $line != "$begin"* ]] && continue
    printf -v line '%q' "$line"
    line=$before$line
    COMPREPLY+=("${line#"$_repere_cut"}")
  done
}

_repere_words()
{
  local begin=$1
  shift
  _repere_reply "$begin" '' < <(printf '%s\n' "$@")
}

# The last name of a list; what stands before it stays.
_repere_list()
{
  local before=${1%"${1##*,}"}
  _repere_reply "${1##*,}" "$2$before" < <(_repere_ask facets)
  compopt -o nospace
}

# A filter: the facet's name, and behind the colon its values; a label's beginning is a value, too.
_repere_filter()
{
  local word=$1 option=$2 not='' facet i
  [[ $word == -* ]] && not=- word=${word#-}
  if [[ $word == *:* ]]; then
    facet=${word%%:*}
    _repere_reply '' "$option$not$facet:" any < <(_repere_ask values "$facet" "${word#*:}")
    return
  fi
  _repere_reply "$word" "$option$not" < <(_repere_ask facets)
  compopt -o nospace
  for i in "${!COMPREPLY[@]}"; do
    COMPREPLY[i]+=:
  done
}

# The value of an option: $1 its name, $2 what there is of it, $3 the command, $4 "--option=" where the two are
# one word.
_repere_value()
{
  local word=$2 together=$4
  case $1 in
    --lang) set -- en fr es ;;
    --sort)
      if [[ $3 == facets ]]; then
        set -- count label value
      else
        set -- relevance newest oldest title
      fi
      ;;
    --sort-rows | --sort-columns) set -- count label value ;;
    --expand) set -- off on ;;
    --format)
      case $3 in
        search) set -- table json csv ris bibtex csl ;;
        export) set -- csv jsonl ris bibtex csl ;;
        facets | pivot | trend) set -- table json csv ;;
        *) set -- table json ;;
      esac
      ;;
    --address) set -- unix: 127.0.0.1:7321 ;;
    --facet)
      _repere_list "$word" "$together"
      return
      ;;
    --by)
      _repere_reply "$word" "$together" < <(_repere_ask facets)
      return
      ;;
    --filter)
      _repere_filter "$word" "$together"
      return
      ;;
    -c | --config | --output | -o)
      [[ -n $together ]] || compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --limit | --offset | --passages | --page | --file | --rows | --columns | --match) return ;;
    *) return 1 ;;
  esac
  _repere_reply "$word" "$together" < <(printf '%s\n' "$@")
}

_repere_options()
{
  case $1 in
    search) set -- --filter --facet --sort --limit --offset --all --passages --explain --expand --no-spell --format --json ;;
    facets) set -- --match --sort --limit --offset --filter --expand --format --json ;;
    pivot) set -- --rows --columns --sort-rows --sort-columns --filter --expand --format --json ;;
    trend) set -- --share --by --filter --expand --format --json ;;
    show) set -- --page --file --format --json ;;
    similar) set -- --filter --facet --limit --offset --passages --format --json ;;
    suggest) set -- --limit --format --json ;;
    export) set -- --format --output --filter --expand --sort --limit --bom --json ;;
    *) set -- --version ;;
  esac
  printf '%s\n' "$@" --lang --address --config --help
}

# Words that are names of facets: the first of facets, the first two of pivot.
_repere_names()
{
  case $1-$2 in
    facets-0 | pivot-0 | pivot-1) _repere_reply "$3" '' < <(_repere_ask facets) ;;
  esac
}

_repere()
{
  local _repere_line=() _repere_cut='' command='' words=0 takes='' i word
  local commands=(search facets pivot trend show similar suggest export)
  COMPREPLY=()
  _repere_split
  for ((i = 1; i < ${#_repere_line[@]} - 1; i++)); do
    word=${_repere_line[i]}
    if [[ -n $takes ]]; then
      takes=
    elif [[ $word == -- ]]; then
      return
    elif [[ $word == --*=* || $word == --@(all|json|share|bom|explain|no-spell|help|version) || $word == -h ]]; then
      continue
    elif [[ $word == -* ]]; then
      takes=$word
    elif [[ -z $command ]]; then
      command=$word
    else
      words=$((words + 1))
    fi
  done
  word=${_repere_line[-1]//\\/} # a space that was completed has one before it
  if [[ -n $takes ]]; then
    _repere_value "$takes" "$word" "$command" ''
  elif [[ $word == --*=* ]]; then
    _repere_value "${word%%=*}" "${word#*=}" "$command" "${word%%=*}="
  elif [[ $word == -* ]]; then
    _repere_reply "$word" '' < <(_repere_options "$command")
  elif [[ -z $command ]]; then
    _repere_words "$word" "${commands[@]}"
  else
    _repere_names "$command" "$words" "$word"
  fi
  return 0
}

complete -F _repere repere
