# Reads Cobertura reports and prints "covered total file" for each source file, then "covered total" of all: a line counts once,
# however many methods, reports or copies of a report name it, and is covered when one of them says so.
function attribute(name,    text) {
    if (!match($0, " " name "=\"[^\"]*\""))
        return ""
    text = substr($0, RSTART, RLENGTH)
    sub(/^[^"]*"/, "", text)
    sub(/"$/, "", text)
    return text
}

/<class / { file = attribute("filename") }

/<line / {
    line = file ":" attribute("number")
    if (!(line in seen)) {
        seen[line] = 1
        total[file]++
        lines++
    }
    if (attribute("hits") > 0 && !(line in hit)) {
        hit[line] = 1
        covered[file]++
        hits++
    }
}

END {
    for (file in total)
        printf "%d %d %s\n", covered[file], total[file], file
    printf "%d %d\n", hits, lines
}
