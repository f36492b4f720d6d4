# Reads Cobertura reports and prints "covered total file" for each source file, then "lines covered total" and "branches covered total" of
# all: a line counts once, however many methods, reports or copies of a report name it, and is covered when one of them says so. So do its
# branches: of several counts of one line the one that covers most counts.
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
    if (split(attribute("condition-coverage"), count, /[(\/)]/) > 2) {
        branches += count[3] - branches_of[line]
        branches_of[line] = count[3]
        if (count[2] > taken_of[line]) {
            taken += count[2] - taken_of[line]
            taken_of[line] = count[2]
        }
    }
}

END {
    for (file in total)
        printf "%d %d %s\n", covered[file], total[file], file
    printf "lines %d %d\n", hits, lines
    printf "branches %d %d\n", taken, branches
}
