# Finding a JDK: sourced by ./peerz and .ci/run.

# java_major HOME: the feature version of the JDK in HOME, read from its release file (starting a JVM would cost 50 ms).
java_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# find_java_home MIN: prints the first JDK of at least that version; 1 when there is none.
find_java_home() {
  local min="$1" home major on_path candidates=()
  [ -n "${PEERZ_JAVA_HOME:-}" ] && candidates+=("$PEERZ_JAVA_HOME")
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME")
  on_path="$(command -v javac 2>/dev/null || true)"
  [ -n "$on_path" ] && candidates+=("$(dirname "$(dirname "$(readlink -f "$on_path")")")")
  candidates+=(/usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* /opt/jdk* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home)
  for home in "${candidates[@]}"; do
    major="$(java_major "$home" 2>/dev/null)" || continue
    if [ -n "$major" ] && [ "$major" -ge "$min" ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}
