# shellcheck shell=bash
# complete.bash - what bash would offer: complete.bash COMPLETION.bash LINE [FUNCTION] prints COMPREPLY, one a line,
# for a cursor at the line's end. Words are cut as readline does, at spaces and at the signs of COMP_WORDBREAKS.
set -u
# shellcheck disable=SC1090 # the file under test
source "$1"
line=$2
compopt() { :; } # there is no completion under way that it could set
COMP_LINE=$line
COMP_POINT=${#line}
COMP_WORDS=()
rest=$line word=
while [[ -n $rest ]]; do
  case $rest in
    [[:space:]]*)
      [[ -z $word ]] || COMP_WORDS+=("$word")
      word=
      rest=${rest:1}
      ;;
    \\*)
      word+=${rest:0:2}
      rest=${rest:2}
      ;;
    [=:]*)
      [[ -z $word ]] || COMP_WORDS+=("$word")
      COMP_WORDS+=("${rest:0:1}")
      word=
      rest=${rest:1}
      ;;
    *)
      word+=${rest:0:1}
      rest=${rest:1}
      ;;
  esac
done
# a sign at the line's end is the word under the cursor itself; after a space it is an empty one
[[ -z $word && ${COMP_WORDS[-1]} == [=:] && $line != *[[:space:]] ]] || COMP_WORDS+=("$word")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"${3:-_repere}"
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
