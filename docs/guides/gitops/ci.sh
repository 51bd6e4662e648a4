#!/bin/sh
# The pipeline of a policy repository, one step for each call. PRELOOP_URL and PRELOOP_TOKEN say
# where Preloop is and by which key: `check` needs neither, `apply` a key that writes, the rest one
# that reads.
set -eu

preloop=${PRELOOP:-preloop}
policies=${POLICIES:-policies}

case ${1:-} in
  check) # what a document says by itself, and what its tests say
    "$preloop" policy validate --offline "$policies"
    "$preloop" policy test "$policies" --junit tests.xml
    ;;
  review) # what the account says, and what would change, as a comment
    "$preloop" policy validate --strict "$policies"
    "$preloop" policy diff "$policies" > diff.txt
    { echo '``````diff'; cat diff.txt; echo '``````'; } > diff.md
    cat diff.txt
    ;;
  gate) # fails where more of the recorded calls than this would be judged otherwise
    "$preloop" policy backtest "$policies" --since "${SINCE:-30d}" --max-changed "${MAX_CHANGED:-5%}"
    ;;
  apply) # all documents or, where one does not hold, none
    "$preloop" policy apply --with-key --strict "$policies"
    ;;
  drift) # fails where something else is in force than what is written here
    "$preloop" policy diff --exit-code "$policies"
    ;;
  *)
    echo "usage: $0 check|review|gate|apply|drift" >&2
    exit 2
    ;;
esac
