#!/bin/sh
# From an empty folder to a deemed consent, and to the audit of a register of real documents.
#
#     . .venv/bin/activate && sh docs/tutorial/tutorial.sh
#
# It works in a folder of its own, which it removes. What it shows is told in README.md beside it.
set -eu
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
set -x

# A bureau: a database with six regulations and the official calendar, and its people.
zwgov init --bureau zhongwei-psb
zwgov people load "$examples/people.yaml"
zwgov doctor

# 户政管理支队 (P0031) wants to publish what concerns 法制支队 (P0032), and asks it.
zwgov start 发布协调 --as P0031 --on 2026-02-09 --set 拟公开部门=户政管理支队 --set 所涉及的其他部门=法制支队 --set 制作、变更或收到申请之日=2026-02-09
zwgov form 中公协〔2026〕1号 拟写征求意见函 --as P0031
zwgov fire 中公协〔2026〕1号 拟写征求意见函 --as P0031 --on 2026-02-09 --form "$examples/letter.yaml"
zwgov fire 中公函〔2026〕1号 发函 --as P0031 --on 2026-02-10
zwgov fire 中公函〔2026〕1号 签收 --as P0032 --on 2026-02-11 --set 收到征求意见函之日=2026-02-11

# Until when may it reply, with Spring Festival in between? What waits for it?
zwgov calendar due 2026-02-11 5个工作日
zwgov inbox --as P0032

# It never replies. The nightly sweep first says what would lapse, then lets it lapse.
zwgov sweep --as nightly --dry-run
zwgov sweep --as nightly
zwgov show 中公协〔2026〕1号 --as P0031
zwgov why 中公函〔2026〕1号 --as P0031

# A reply of the last day turns up after all: it wins, and nothing is erased.
zwgov fire 中公函〔2026〕1号 函复不同意 --as P0032 --on 2026-02-25 --set 函复意见=不同意 --set 不同意见的内容和依据=含未公开的内部流程 --set 是否书面=是
zwgov list --as P0031
zwgov history 中公函〔2026〕1号 --as P0032

# 2,000 real documents, held against the 20 working days of today's regulation.
zwgov audit-register "$examples/documents.csv"
