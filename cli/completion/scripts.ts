export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** bash divides words at : and =, which queries are full of: the words are taken from the line, and its part is cut off. */
const BASH = `# Completion of mooring for bash. In ~/.bashrc: source <(mooring completion bash)
_mooring() {
  local line=\${COMP_LINE:0:COMP_POINT} quote= word= char i
  local -a words=()
  for ((i = 0; i < \${#line}; i++)); do
    char=\${line:i:1}
    if [[ -n $quote ]]; then
      if [[ $char == "$quote" ]]; then quote=; else word+=$char; fi
    elif [[ $char == '"' || $char == "'" ]]; then
      quote=$char
    elif [[ $char == '\\' ]]; then
      ((i++)); word+=\${line:i:1}
    elif [[ $char == ' ' || $char == $'\\t' ]]; then
      [[ -n $word ]] && words+=("$word"); word=
    else
      word+=$char
    fi
  done
  local known=$word part=\${COMP_WORDS[COMP_CWORD]} cut=0
  local IFS=$'\\n'
  local -a found=($(mooring completion bash --words -- "\${words[@]:1}" "$word" 2>/dev/null))
  if [[ -z $quote ]]; then
    # Only what stands behind the last : or = of the word is replaced.
    if [[ $known == *[:=]* && ( $COMP_WORDBREAKS == *:* || $COMP_WORDBREAKS == *=* ) ]]; then
      local head=\${known%"\${known##*[:=]}"}
      cut=\${#head}
    fi
  elif [[ \${#known} -gt \${#part} ]]; then
    cut=0
  fi
  COMPREPLY=()
  local one
  for one in "\${found[@]}"; do
    one=\${one:cut}
    if [[ -z $quote && $one == *[[:space:]\\"\\'\\<\\>\\&\\|\\*\\;]* ]]; then printf -v one %q "$one"; fi
    COMPREPLY+=("$one")
  done
  # A value or a further condition may follow these at once.
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[:=.,\\>\\<] ]]; then compopt -o nospace; fi
}
complete -F _mooring mooring
`;

const ZSH = `#compdef mooring
# Completion of mooring for zsh: mooring completion zsh > ~/.zfunc/_mooring, a folder of fpath
_mooring() {
  local line value detail
  local -a values described
  local -a typed=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    detail=\${line#*$'\\t'}
    values+=("$value")
    if [[ $detail == $line ]]; then described+=("$value"); else described+=("$value  -- $detail"); fi
  done < <(mooring completion zsh --words -- "\${typed[@]}" 2>/dev/null)
  (( \${#values} )) && compadd -U -l -S '' -d described -- "\${values[@]}"
}
if [[ $funcstack[1] == _mooring ]]; then _mooring "$@"; else compdef _mooring mooring; fi
`;

const FISH = `# Completion of mooring for fish: mooring completion fish > ~/.config/fish/completions/mooring.fish
function __mooring_complete
    set -l typed (commandline -opc)
    set -e typed[1]
    mooring completion fish --words -- $typed (commandline -ct | string unescape) 2>/dev/null
end
complete -c mooring -f -a '(__mooring_complete)'
`;

export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const satisfies Record<(typeof SHELLS)[number], string>;
