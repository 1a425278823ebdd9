# Numbers the classes of a C++ file that JavaCPP generated in the order of their names. JavaCPP numbers them as it meets
# them, which is in the order of reflection and differs between runs. Usage: awk -f jni-order.awk FILE FILE

# Replaces the numbers of classes, each the second argument of one of JavaCPP's own functions.
function renumber(line,    text, call, number) {
  text = ""
  while (match(line, /JavaCPP_(getClass|createPointer|handleException|getFieldID|getMethodID|getStaticMethodID)\(env, [0-9]+/)) {
    call = number = substr(line, RSTART, RLENGTH)
    sub(/.*, /, "", number)
    sub(/[0-9]+$/, "", call)
    text = text substr(line, 1, RSTART - 1) call place[number]
    line = substr(line, RSTART + RLENGTH)
  }
  return text line
}

# Tables with a row for each class. The first has the names.
/^static (const char\*|int) JavaCPP_(classNames|members|offsets)\[.* = [{]$/ {
  inside = 1
  rows = 0
  if (NR != FNR) print
  next
}
inside {
  row = $0
  last = sub(/ };$/, "", row)
  sub(/,$/, "", row)
  table[rows++] = row
  if (!last) next
  inside = 0
  if (NR == FNR && !known) {
    known = 1
    for (i = 0; i < rows; i++) {
      place[i] = 0
      for (j = 0; j < rows; j++) if (table[j] < table[i]) place[i]++
    }
  }
  if (NR == FNR) next
  for (i = 0; i < rows; i++) sorted[place[i]] = table[i]
  for (i = 0; i < rows; i++) print sorted[i] (i < rows - 1 ? "," : " };")
  next
}
NR == FNR { next }
/^static int JavaCPP_memberOffsetSizes\[/ {
  head = row = $0
  sub(/[{].*/, "{ ", head)
  sub(/.*[{] /, "", row)
  sub(/ };$/, "", row)
  rows = split(row, table, ", ")
  for (i = 0; i < rows; i++) sorted[place[i]] = table[i + 1]
  for (i = 0; i < rows; i++) head = head sorted[i] (i < rows - 1 ? ", " : " };")
  print head
  next
}
{ print renumber($0) }
