#!/bin/sh
# Checks this copy of a record with standard tools alone: a POSIX shell, coreutils, awk, sed, grep, openssl, ssh-keygen.
#
#   sh VERIFY.sh [--checkpoint SHA256] [--signers FILE] [--roots FOLDER]
#
# --checkpoint  the digest of a checkpoint that you were given apart from this copy: it must be here.
# --signers     the keys you trust (ssh-keygen's allowed_signers); else those that lie here, which prove only that one hand signed.
# --roots       root certificates of time-stamp authorities that you trust, as NAME.pem; else those that lie here.
# Ends with 0 when all holds, 1 when something does not (each named), 2 when it cannot be checked here. VERIFY.md explains.
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 2
here=$(pwd)
trusted=''
signers=data/checkpoints/allowed_signers
roots=data/checkpoints/roots
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "VERIFY.sh: $1 needs a value" >&2; exit 2; }
    case $1 in
    --checkpoint) trusted=$2 ;;
    --signers) signers=$2 ;;
    --roots) roots=$2 ;;
    *) echo "VERIFY.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
for tool in sha256sum openssl awk sed grep sort comm find head tail wc mktemp; do
    command -v "$tool" >/dev/null 2>&1 || { echo "VERIFY.sh: $tool is missing on this machine" >&2; exit 2; }
done
for file in manifest-sha256.txt tagmanifest-sha256.txt commitments.tsv data/log.jsonl; do
    [ -f "$file" ] || { echo "FAIL: $file is missing"; exit 1; }
done
log=data/log.jsonl
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }
digest() { sha256sum | cut -c1-64; }
field() { sed -n 's/.*"'"$1"'":"\{0,1\}\([0-9A-Za-z:.-]*\).*/\1/p' "$2" | head -n 1; }

# 1. Every file is as listed and none is missing or extra (RFC 8493).
for list in manifest-sha256.txt tagmanifest-sha256.txt; do
    sha256sum -c --strict --quiet "$list" >"$work/out" 2>&1 || while IFS= read -r line; do fail "$line"; done <"$work/out"
done
sed 's/^[0-9a-f]* [ *]//' manifest-sha256.txt tagmanifest-sha256.txt | sort >"$work/listed"
uniq -d "$work/listed" >"$work/twice"
while IFS= read -r name; do fail "$name is listed twice"; done <"$work/twice"
find . \( -type f -o -type l \) ! -path ./tagmanifest-sha256.txt | sed 's#^\./##' | sort >"$work/there"
comm -13 "$work/listed" "$work/there" >"$work/extra"
while IFS= read -r name; do fail "$name is listed nowhere"; done <"$work/extra"
find . -type l | while IFS= read -r name; do echo "$name"; done >"$work/links"
while IFS= read -r name; do fail "$name is a link, not a file"; done <"$work/links"

# 2. Every object has the digest that is its name.
if [ -d data/objects ]; then
    find data/objects -type f ! -name '*.salt' -exec sha256sum {} + >"$work/objects"
    awk '{ name = $2; sub(/.*\//, "", name); if ($1 != name) print $2 }' "$work/objects" >"$work/changed"
    while IFS= read -r name; do fail "$name: the bytes are not those of its name"; done <"$work/changed"
    find data/objects -type f ! -name '*.salt' | sed 's#.*/##' | sort >"$work/names"
else
    : >"$work/names"
fi

# 3. The log is what its checkpoints say; what followed the last of them is chained line by line.
lines=$(wc -l <"$log" | tr -d ' ')
[ "$(tail -c 1 "$log" | od -An -tx1 | tr -d ' ')" = 0a ] || fail "$log does not end with a whole line"
sealed=0
matched=0
for checkpoint in data/checkpoints/*.json; do
    [ -f "$checkpoint" ] || continue
    case ${checkpoint##*/} in head.json) continue ;; esac
    count=$(field lines "$checkpoint")
    length=$(field length "$checkpoint")
    case $count$length in '' | *[!0-9]*) fail "$checkpoint is no checkpoint"; continue ;; esac
    [ "$(head -c "$length" "$log" | digest)" = "$(field digest "$checkpoint")" ] || fail "$log is not what $checkpoint sealed"
    [ "$(head -c "$length" "$log" | wc -l | tr -d ' ')" = "$count" ] || fail "$checkpoint counts other lines"
    [ "$(wc -c <"$log" | tr -d ' ')" -ge "$length" ] || fail "$log ends before what $checkpoint sealed"
    [ "$count" -gt "$sealed" ] && sealed=$count
    own=$(digest <"$checkpoint")
    [ "$own" = "$trusted" ] && matched=1
    echo "checkpoint of $count lines, $(field at "$checkpoint"): $own"
done
[ -z "$trusted" ] || [ "$matched" = 1 ] || fail "no checkpoint here has the digest that you gave"
sed -n 's/.*"checkpoint":"\([0-9a-f]\{64\}\)".*"kind":"sealed".*/\1/p' "$log" | sort -u >"$work/sealed"
for checkpoint in data/checkpoints/*.json; do [ -f "$checkpoint" ] && digest <"$checkpoint"; done | sort >"$work/checkpoints"
comm -23 "$work/sealed" "$work/checkpoints" >"$work/lost"
while IFS= read -r name; do fail "the log records a checkpoint that is missing: $name"; done <"$work/lost"
if [ "$sealed" -gt 0 ]; then before=$(sed -n "${sealed}p" "$log" | tr -d '\n' | digest); else before=$(printf '%064d' 0); fi
number=$sealed
tail -n "+$((sealed + 1))" "$log" >"$work/tail"
while IFS= read -r line; do
    case $line in
    *"\"prev\":\"$before\""*"\"seq\":$number}") ;;
    *) fail "$log: line $((number + 1)) does not follow the line before it" ;;
    esac
    before=$(printf '%s' "$line" | digest)
    number=$((number + 1))
done <"$work/tail"
if [ -f data/checkpoints/head.json ]; then
    [ "$(field lines data/checkpoints/head.json)" = "$lines" ] || fail "data/checkpoints/head.json counts other lines"
    [ "$(tail -n 1 "$log" | tr -d '\n' | digest)" = "$(field digest data/checkpoints/head.json)" ] || fail "the last line of $log is not the one written"
else
    fail "data/checkpoints/head.json is missing"
fi

# 4. Signatures.
signed=0
for signature in data/checkpoints/*.json.sig; do
    [ -f "$signature" ] || continue
    command -v ssh-keygen >/dev/null 2>&1 || { echo "not checked, ssh-keygen is missing: $signature"; continue; }
    [ -f "$signers" ] || { fail "$signature: $signers is missing"; continue; }
    signed_file=${signature%.sig}
    [ -f "$signed_file" ] || { fail "$signature: $signed_file is missing"; continue; }
    who=$(ssh-keygen -Y find-principals -s "$signature" -f "$signers" 2>/dev/null | head -n 1)
    [ -n "$who" ] || { fail "$signature is signed by nobody that $signers names"; continue; }
    if ssh-keygen -Y verify -f "$signers" -I "$who" -n zvirka-checkpoint -s "$signature" <"$signed_file" >/dev/null 2>&1; then
        echo "signed by $who: $signed_file"
        signed=$((signed + 1))
    else
        fail "$signature does not hold"
    fi
done

# 5. Time stamps (RFC 3161), checked as of their own time.
for stamp in data/checkpoints/*.tsr; do
    [ -f "$stamp" ] || continue
    name=${stamp##*/}
    number=${name%%.*}
    authority=${name#*.}
    authority=${authority%.tsr}
    root=$roots/$authority.pem
    [ -f "data/checkpoints/$number.json" ] || { fail "$stamp stamps a checkpoint that is missing"; continue; }
    [ -f "$root" ] || { echo "not checked, $root is missing: $stamp"; continue; }
    when=$(openssl ts -reply -in "$stamp" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
    seconds=$(date -u -d "$when" +%s 2>/dev/null) || seconds=''
    if openssl ts -verify -data "data/checkpoints/$number.json" -in "$stamp" -CAfile "$root" ${seconds:+-attime "$seconds"} >/dev/null 2>&1; then
        echo "stamped $when by $authority: data/checkpoints/$number.json"
    else
        fail "$stamp does not hold"
    fi
done

# 6. What the log commits to is what lies here: HMAC-SHA256 under each object's salt (RFC 2104), no more and no less.
grep -o '"\(item\|object\|judgement\|edits\|answer\|tombstone\)":"[0-9a-f]\{64\}"' "$log" | tr -d '"' | tr ':' ' ' | sort -u >"$work/marks"
sed -n 's/.*"kind":"erased","of":\[\([^]]*\)\].*/\1/p' "$log" | tr ',' '\n' | tr -d '"' | grep . | sort -u >"$work/erased"
: >"$work/told"
: >"$work/owned"
: >"$work/items"
row=0
tab=$(printf '\t')
while IFS=$tab read -r kind object salt words; do
    row=$((row + 1))
    case $object in *[!0-9a-f]* | '') fail "commitments.tsv: row $row is none"; continue ;; esac
    file=data/objects/$(printf %.2s "$object")/$object.salt
    [ -f "$file" ] || { fail "$file is missing"; continue; }
    case $kind in
    item)
        # ["id","object","path","media",bytes], as the salt file must say too
        said=$(printf '%s' "$words" | sed -n 's/^\["\([0-9a-f]*\)","\('"$object"'\)",\(".*"\),"\([a-z_]*\)",\([0-9]*\)]$/{"id":"\1","media":"\4","object":"\2","path":\3,"size_bytes":\5}/p')
        [ -n "$said" ] && grep -q -F -- "$said" "$file" || fail "$file says otherwise than commitments.tsv, row $row"
        echo "$object" >>"$work/items"
        ;;
    object) [ "$words" = "\"$object\"" ] || fail "commitments.tsv: row $row is not about $object" ;;
    judgement | edits | answer | tombstone) [ "$words" = "[\"$kind\",\"$object\"]" ] || fail "commitments.tsv: row $row is not about $object" ;;
    *) fail "commitments.tsv: row $row is none" ;;
    esac
    grep -q -F "\"salt\":\"$salt\"}" "$file" || grep -q -F "\"salt\":\"$salt\"," "$file" || fail "$file has another salt than commitments.tsv, row $row"
    mark=$(printf '%s' "$words" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$salt" | sed 's/.*= *//')
    echo "$kind $mark" >>"$work/told"
    echo "$object" >>"$work/owned"
done <commitments.tsv
sort -u "$work/told" >"$work/told.sorted"
sort -u "$work/owned" >"$work/owned.sorted"
comm -13 "$work/marks" "$work/told.sorted" >"$work/unlogged"
while IFS= read -r mark; do fail "the log does not record this: $mark"; done <"$work/unlogged"
comm -23 "$work/marks" "$work/told.sorted" | cut -d' ' -f2 | sort -u | comm -23 - "$work/erased" >"$work/unknown"
while IFS= read -r mark; do fail "the log commits to something that is not here: $mark"; done <"$work/unknown"
cut -d' ' -f2 "$work/told.sorted" | sort -u | comm -12 - "$work/erased" >"$work/risen"
while IFS= read -r mark; do fail "was erased and is still here: $mark"; done <"$work/risen"
comm -3 "$work/names" "$work/owned.sorted" | tr -d '\t' >"$work/loose"
while IFS= read -r name; do fail "object and commitment do not pair: $name"; done <"$work/loose"
find data/objects -type f -name '*.salt' 2>/dev/null | while IFS= read -r file; do
    name=${file##*/}
    name=${name%.salt}
    [ "$(grep -o '"id":"' "$file" | wc -l)" = "$(grep -c "^$name$" "$work/items")" ] || echo "$file"
done >"$work/odd"
while IFS= read -r name; do fail "$name names other items than commitments.tsv"; done <"$work/odd"
erased=$(wc -l <"$work/erased" | tr -d ' ')

echo "$lines events ($sealed sealed, $signed checkpoints signed), $(wc -l <"$work/names" | tr -d ' ') objects, $erased commitments erased."
if [ "$failures" -gt 0 ]; then
    echo "$failures problems in $here"
    exit 1
fi
echo "All as recorded."
