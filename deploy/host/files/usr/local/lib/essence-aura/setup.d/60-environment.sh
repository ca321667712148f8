# What the four processes get.
. "$(dirname "$0")/../common.sh"
essence-aura-environment
