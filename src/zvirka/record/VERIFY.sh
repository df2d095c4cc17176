#!/bin/sh
# Checks this copy of a record, or this edition, with standard tools alone: a POSIX shell, coreutils, awk, sed, grep, openssl, ssh-keygen.
#
#   sh VERIFY.sh [--edition SHA256] [--checkpoint SHA256] [--signers FILE] [--roots FOLDER]
#
# --edition     the digest an edition was cited with: this must be that edition, or this record must have given it out.
# --checkpoint  the digest of a checkpoint that you were given apart from this copy: it must be here.
# --signers     the keys you trust (ssh-keygen's allowed_signers): one of them must have signed. Else those that lie here are taken, which
#               prove only that one hand signed.
# --roots       root certificates of time-stamp authorities that you trust, as NAME.pem: a stamp of one must be here. Else those that lie here.
# Ends with 0 when all holds, 1 when something does not (each named), 2 when it cannot be checked here. VERIFY.md explains.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH
from=$(pwd)
case $0 in */*) cd -- "${0%/*}/" || exit 2 ;; esac
here=$(pwd)
# What you name is looked for where you are, never in this copy.
absolute() { case $1 in /* | [A-Za-z]:*) printf '%s' "$1" ;; *) printf '%s/%s' "$from" "$1" ;; esac; }
trusted=''
cited=''
own_signers=''
own_roots=''
signers=data/checkpoints/allowed_signers
roots=data/checkpoints/roots
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "VERIFY.sh: $1 needs a value" >&2; exit 2; }
    case $1 in
    --edition) cited=$2 ;;
    --checkpoint) trusted=$2 ;;
    --signers) own_signers=$2 signers=$(absolute "$2") ;;
    --roots) own_roots=$2 roots=$(absolute "$2") ;;
    *) echo "VERIFY.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
for tool in sha256sum openssl awk sed grep sort uniq find head tail wc cut tr od mktemp; do
    command -v "$tool" >/dev/null 2>&1 || { echo "VERIFY.sh: $tool is missing on this machine" >&2; exit 2; }
done
# A record has a log. An edition has none: its files lie here, or under data/ in its bag.
lists='manifest-sha256.txt tagmanifest-sha256.txt'
held='commitments.tsv data/log.jsonl'
edition=''
for about in edition.json data/edition.json; do
    if [ -f "$about" ] && [ ! -e data/log.jsonl ] && [ ! -e commitments.tsv ]; then edition=$about held=${about%edition.json}content.json; fi
done
[ "$edition" != edition.json ] || lists=manifest-sha256.txt
for file in $lists $held; do
    [ -f "$file" ] || { echo "FAIL: $file is missing"; exit 1; }
done
if [ -n "$edition" ] && [ -n "$trusted$own_signers$own_roots" ]; then
    echo "FAIL: this is an edition: it has no checkpoints, signatures and time stamps to check; those are in its record" && exit 1
fi
exec </dev/null
log=data/log.jsonl
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failures=0
# Names are shown without what steers a terminal or turns the order of writing (C0, C1, zero-width and bidirectional characters).
hidden=$(printf 's/\342\200[\213-\217\250-\256]/?/g;s/\342\201[\240-\257]/?/g;s/\302[\200-\237]/?/g')
counted() { if [ "$1" = 1 ]; then printf '1 %s' "$2"; else printf '%s %ss' "$1" "$2"; fi; }
say() { printf '%s\n' "$*" | tr '\001-\011\013-\037\177' '?' | sed "$hidden"; }
fail() { say "FAIL: $*"; failures=$((failures + 1)); }
# each FILE BEFORE AFTER: fails with BEFORE, the line and AFTER for each line of FILE.
each() { while IFS= read -r line; do fail "$2$line$3"; done <"$1"; }
# beyond A B: lines of A that B does not have, each as often as it has none for it there. shared A B: lines of A that B has.
beyond() { awk -v other="$2" 'BEGIN { while ((getline line <other) > 0) held[line]++ } held[$0]-- <= 0' "$1"; }
shared() { awk -v other="$2" 'BEGIN { while ((getline line <other) > 0) held[line]++ } $0 in held' "$1"; }
digest() { sha256sum | cut -c1-64; }
field() { sed -n 's/.*"'"$1"'":"\{0,1\}\([0-9A-Za-z:.-]*\).*/\1/p' "$2" | head -n 1; }
# listed LIST: what of a list of sha256sum does not hold, line by line.
listed() {
    grep -v '^[0-9a-f]\{64\} [ *]..*$' "$1" | sed 's/^/is no line of a list: /'
    sha256sum -c "$1" 2>&1 | grep -v -e ': OK$' -e '^sha256sum: WARNING: '
    [ -s "$1" ] || echo "$1 is empty"
    grep -q "$(printf '\r')\$" "$1" && echo "$1 has other line ends than it was written with"
}

# 1. Every file is as listed and none is missing or extra (RFC 8493).
for list in $lists; do
    listed "$list" >"$work/out"
    each "$work/out" '' ''
done
for list in $lists; do sed 's/^[0-9a-f]* [ *]//' "$list"; done | sort >"$work/listed"
uniq -d "$work/listed" >"$work/twice"
each "$work/twice" '' ' is listed twice'
find . ! -type d ! -path "./${lists##* }" | sed 's#^\./##' | sort >"$work/there"
beyond "$work/there" "$work/listed" >"$work/extra"
each "$work/extra" '' ' is listed nowhere'
beyond "$work/listed" "$work/there" >"$work/missing"
each "$work/missing" '' ' is listed and is not here'
find . ! -type d ! -type f >"$work/links"
each "$work/links" '' ' is a link or device, not a file'
finish() {
    if [ "$failures" -gt 0 ]; then
        say "$(counted "$failures" problem) in $here"
        exit 1
    fi
    echo "$1"
    exit 0
}
# told FILE: the digest that an edition.json gives itself, not that of an edition before it (canonical JSON: keys in order, one line).
told() { sed -n 's/.*"digest":"\([0-9a-f]\{64\}\)","findings":.*/\1/p' "$1"; }
if [ -n "$edition" ]; then
    own=$(digest <"$held")
    [ "$(told "$edition")" = "$own" ] || fail "$held is not what $edition says"
    [ -z "$cited" ] || [ "$cited" = "$own" ] || fail "this edition has another digest than the one you gave"
    echo "edition $own"
    finish 'All as listed.'
fi

# 2. Every object has the digest that is its name.
if [ -d data/objects ]; then
    find data/objects -type f ! -name '*.salt' -exec sha256sum {} + >"$work/objects"
    awk '{ name = $2; sub(/.*\//, "", name); if ($1 != name) print $2 }' "$work/objects" >"$work/changed"
    each "$work/changed" '' ': the bytes are not those of its name'
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
    case $count:$length in : | *: | :* | *[!0-9:]*) fail "$checkpoint is no checkpoint"; continue ;; esac
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
beyond "$work/sealed" "$work/checkpoints" >"$work/lost"
each "$work/lost" 'the log records a checkpoint that is missing or changed: ' ''
if [ "$sealed" -gt 0 ]; then before=$(sed -n "${sealed}p" "$log" | tr -d '\n' | digest); else before=$(printf '%064d' 0); fi
number=$sealed
tail -n "+$((sealed + 1))" "$log" >"$work/tail"
while IFS= read -r line; do
    case $line in
    *"\"prev\":\"$before\""*"\"seq\":$number}" | *"\"prev\":\"$before\""*"\"seq\":$number,"*) ;;
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

# 4. Signatures, each as the log last recorded it.
sed -n 's/^{"at":"[^"]*","digest":"\([0-9a-f]\{64\}\)","file":"\([0-9a-z.-]*\)","kind":"witnessed".*/\2 \1/p' "$log" |
    awk '{ last[$1] = $2 } END { for (file in last) print file, last[file] }' | sort >"$work/witnessed"
while read -r name recorded; do
    if [ ! -f "data/checkpoints/$name" ]; then
        fail "data/checkpoints/$name is missing, and the log records it"
    elif [ "$(digest <"data/checkpoints/$name")" != "$recorded" ]; then
        fail "data/checkpoints/$name has changed since the log recorded it"
    fi
done <"$work/witnessed"
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
        say "signed by $who: $signed_file"
        signed=$((signed + 1))
    else
        fail "$signature does not hold"
    fi
done
[ -z "$own_signers" ] || [ "$signed" -gt 0 ] || fail "no checkpoint here is signed by a key of $own_signers"

# 5. Time stamps (RFC 3161), checked as of their own time: certificates that ran out since held then.
# epoch: seconds since 1970 of a line as openssl writes it, "Nov 23 13:48:00 2026 GMT" (days from the civil calendar, proleptic Gregorian).
epoch() {
    awk 'NF >= 4 {
        month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3; day = $2; year = $4; split($3, clock, ":")
        if (month <= 2) { year--; month += 12 }
        days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * (month - 3) + 2) / 5) + day - 719469
        printf "%.0f\n", days * 86400 + clock[1] * 3600 + clock[2] * 60 + int(clock[3])
    }'
}
stamped=0
for stamp in data/checkpoints/*.tsr; do
    [ -f "$stamp" ] || continue
    name=${stamp##*/}
    number=${name%%.*}
    authority=${name#*.}
    authority=${authority%.tsr}
    root=$roots/$authority.pem
    [ -f "data/checkpoints/$number.json" ] || { fail "$stamp stamps a checkpoint that is missing"; continue; }
    [ -f "$root" ] || { say "not checked, $root is missing: $stamp"; continue; }
    when=$(openssl ts -reply -in "$stamp" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
    seconds=$(printf '%s\n' "$when" | epoch)
    if openssl ts -verify -data "data/checkpoints/$number.json" -in "$stamp" -CAfile "$root" ${seconds:+-attime "$seconds"} >/dev/null 2>&1; then
        say "stamped $when by $authority: data/checkpoints/$number.json"
        stamped=$((stamped + 1))
    else
        fail "$stamp does not hold"
    fi
done
[ -z "$own_roots" ] || [ "$stamped" -gt 0 ] || fail "no checkpoint here is stamped by an authority of $own_roots"

# 6. What the log commits to is what lies here: HMAC-SHA256 under each object's salt (RFC 2104), no more and no less.
grep -oE '"(item|object|judgement|edits|answer|tombstone)":"[0-9a-f]{64}"' "$log" | tr -d '"' | tr ':' ' ' | sort -u >"$work/marks"
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
beyond "$work/told.sorted" "$work/marks" >"$work/unlogged"
each "$work/unlogged" 'the log does not record this: ' ''
beyond "$work/marks" "$work/told.sorted" | cut -d' ' -f2 | sort -u >"$work/untold"
beyond "$work/untold" "$work/erased" >"$work/unknown"
each "$work/unknown" 'the log commits to something that is not here: ' ''
cut -d' ' -f2 "$work/told.sorted" | sort -u >"$work/here"
shared "$work/here" "$work/erased" >"$work/risen"
each "$work/risen" 'was erased and is still here: ' ''
{ beyond "$work/names" "$work/owned.sorted"; beyond "$work/owned.sorted" "$work/names"; } >"$work/loose"
each "$work/loose" 'object and commitment do not pair: ' ''
find data/objects -type f -name '*.salt' 2>/dev/null | while IFS= read -r file; do
    name=${file##*/}
    name=${name%.salt}
    [ "$(grep -o '"id":"' "$file" | wc -l)" = "$(grep -c -F -x -- "$name" "$work/items")" ] || printf '%s\n' "$file"
done >"$work/odd"
each "$work/odd" '' ' names other items than commitments.tsv'
erased=$(wc -l <"$work/erased" | tr -d ' ')

# 7. Editions are as they were given out: the log holds the digest of each one's list of files.
sed -n 's/^{"at":"[^"]*","digest":"[0-9a-f]*","edition":\([0-9]*\),"kind":"published","manifest":"\([0-9a-f]\{64\}\)".*/\1 \2/p' "$log" >"$work/published"
while read -r edition recorded; do
    folder=data/editions/$edition
    [ -f "$folder/manifest-sha256.txt" ] || { fail "$folder is missing, and the log records it"; continue; }
    [ "$(digest <"$folder/manifest-sha256.txt")" = "$recorded" ] || { fail "$folder/manifest-sha256.txt has changed since the log recorded it"; continue; }
    (cd "$folder" && listed manifest-sha256.txt) >"$work/out"
    each "$work/out" "$folder: " ''
    sed 's/^[0-9a-f]* [ *]//' "$folder/manifest-sha256.txt" | sort >"$work/listed"
    (cd "$folder" && find . ! -type d ! -path ./manifest-sha256.txt) | sed 's#^\./##' | sort >"$work/there"
    beyond "$work/there" "$work/listed" >"$work/extra"
    each "$work/extra" "$folder/" ' is not of the edition'
done <"$work/published"

[ -z "$cited" ] || grep '^{"at":"[^"]*","digest":"[0-9a-f]*","edition":[0-9]*,"kind":"published"' "$log" | grep -q -F -- "\"digest\":\"$cited\"" ||
    fail "no edition with the digest that you gave was given out of this record"
echo "$(counted "$lines" event) ($sealed sealed, $(counted "$signed" checkpoint) signed), $(counted "$(wc -l <"$work/names" | tr -d ' ')" object)."
[ "$erased" = 0 ] || echo "$(counted "$erased" commitment) erased: what the log's lines hold of files and decisions that were taken out (VERIFY.md, 6)."
finish 'All as recorded.'
