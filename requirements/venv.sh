#!/bin/sh
# Make a virtual environment with a Python that can run this project, or say what to install.
#
#   sh requirements/venv.sh FOLDER [PYTHON]
#
# A whole environment is left alone, unless another Python than its own is asked for or the
# checkout was moved since: FOLDER/.made says where it was. FOLDER/.unfinished marks an
# environment that a run was interrupted in.
set -eu

folder=$1
shift

version='import sys; print("%d.%d.%d" % sys.version_info[:3])'
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
has_venv='import ensurepip, venv'
identity='import sys; print(sys.base_prefix, sys.version)'

# Set $python to the first of the arguments that will do, else say on stderr what is wrong.
find_python() {
    findings=
    for python in "$@"; do
        if ! found=$("$python" -c "$version" 2>/dev/null); then
            finding="is not there, or does not run"
        elif ! "$python" -c "$new_enough"; then
            finding="is Python $found: too old"
        elif ! "$python" -c "$has_venv" 2>/dev/null; then
            finding="is Python $found, but without venv: install the package python3-venv"
            finding="$finding (or python${found%.*}-venv)"
        else
            return 0
        fi
        findings="$findings
  $python $finding"
    done
    cat >&2 <<END
This project needs Python 3.11 or later, with venv. Looked at:$findings
What to do, one or the other:
  Debian 12, Ubuntu 24.04 or later: apt-get install python3 python3-venv
  a Python that lies elsewhere: make PYTHON=/path/to/python3.11
END
    return 1
}

is_whole() {
    test "$(cat "$folder/.made")" = "$(pwd -P)" && test ! -e "$folder/.unfinished" &&
        "$folder/bin/python" -c ''
} 2>/dev/null

if is_whole && test $# -eq 0; then
    exit 0
fi
if test $# -eq 0; then
    set -- python3 python3.13 python3.12 python3.11
fi
find_python "$@"
if is_whole && test "$("$folder/bin/python" -c "$identity")" = "$("$python" -c "$identity")"; then
    exit 0
fi

if test -n "$(ls -A "$folder" 2>/dev/null)" &&
    test ! -e "$folder/.unfinished" && test ! -e "$folder/.made"; then
    echo "$folder was not made by this script: remove it, or make VENV=another-folder" >&2
    exit 1
fi
echo "Making $folder with Python $found ..."
rm -rf "$folder"
mkdir -p "$folder"
touch "$folder/.unfinished"
"$python" -m venv "$folder"
pwd -P > "$folder/.made"
rm "$folder/.unfinished"
