package dev.ragged.app.answer;

import dev.ragged.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where a passage is, as a person would look for it.
 *
 * @param source the file, or null
 * @param member the document in a file that holds several, or null
 * @param sheet the sheet, or null
 * @param symbol the function, class or the like, or null
 * @param unit what the numbers count, or null if there are none
 * @param first the first number, from 1
 * @param last the last number, inclusive
 */
public record Place(
    String source, String member, String sheet, String symbol, Unit unit, long first, long last) {

  /** What numbers the parts of a file. */
  public enum Unit {
    PAGE("page", Metadata.PAGE, Metadata.PAGE),
    SLIDE("slide", Metadata.SLIDE, Metadata.SLIDE),
    ROW("row", Metadata.START_ROW, Metadata.END_ROW),
    CELL("cell", Metadata.START_CELL, Metadata.END_CELL),
    LINE("line", Metadata.START_LINE, Metadata.END_LINE);

    /** For people and in JSON. */
    public final String noun;

    /** The metadata key of the first number. */
    public final String firstKey;

    /** That of the last, which is the same where one number says enough. */
    public final String lastKey;

    Unit(String noun, String firstKey, String lastKey) {
      this.noun = noun;
      this.firstKey = firstKey;
      this.lastKey = lastKey;
    }
  }

  /** The place of the passage with this metadata. */
  public static Place of(Metadata metadata) {
    Unit unit = null;
    long first = 0;
    long last = 0;
    for (Unit candidate : Unit.values()) {
      if (metadata.get(candidate.firstKey).orElse(null) instanceof Long number) {
        unit = candidate;
        first = number;
        last = metadata.get(candidate.lastKey).orElse(null) instanceof Long end ? end : number;
        break;
      }
    }
    return new Place(
        text(metadata, Metadata.SOURCE),
        text(metadata, Metadata.MEMBER),
        text(metadata, Metadata.SHEET),
        text(metadata, Metadata.SYMBOL),
        unit,
        first,
        last);
  }

  private static String text(Metadata metadata, String key) {
    return metadata.get(key).map(Object::toString).orElse(null);
  }

  /** The document: its file, and its name there if the file holds several. */
  public String document(String shownSource) {
    return member == null ? shownSource : shownSource + "!" + member;
  }

  /**
   * In one line: {@code docs/cli.md:12-40}, {@code paper.pdf page 3}, {@code sums.xlsx sheet 'May'
   * rows 3-9}, {@code old.zip!src/A.java:7-9 (A.run)}.
   *
   * @param shownSource how to write the file
   */
  public String text(String shownSource) {
    boolean lines = unit == Unit.LINE && sheet == null;
    String inside = lines ? ":" + numbers() : positions();
    return document(shownSource)
        + (lines || inside.isEmpty() ? inside : " " + inside)
        + (symbol == null ? "" : " (" + symbol + ")");
  }

  /** The same, shorter. */
  public Place withoutSymbol() {
    return new Place(source, member, sheet, null, unit, first, last);
  }

  /** Where in its document: {@code lines 12-40}; empty if that is not known. */
  public String inside() {
    String inside = positions();
    return symbol == null
        ? inside
        : inside.isEmpty() ? "(" + symbol + ")" : inside + " (" + symbol + ")";
  }

  private String positions() {
    String where = sheet == null ? "" : "sheet '" + sheet + "'";
    if (unit == null) {
      return where;
    }
    return (where.isEmpty() ? "" : where + " ")
        + unit.noun
        + (last > first ? "s " : " ")
        + numbers();
  }

  private String numbers() {
    return last > first ? first + "-" + last : String.valueOf(first);
  }

  /** The line to open the file at; empty if it has none, or not itself. */
  public OptionalLong line() {
    return unit == Unit.LINE && member == null ? OptionalLong.of(first) : OptionalLong.empty();
  }

  /** What is known of it, as JSON. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "path", source);
    put(json, "member", member);
    put(json, "sheet", sheet);
    if (unit != null) {
      json.put(unit.noun, first);
      if (!unit.firstKey.equals(unit.lastKey) || last > first) {
        json.put("end_" + unit.noun, last);
      }
    }
    put(json, "symbol", symbol);
    return json;
  }

  private static void put(Map<String, Object> json, String key, String value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
