# shellcheck shell=bash
# What the four processes get.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
essence-aura-environment --in-setup
