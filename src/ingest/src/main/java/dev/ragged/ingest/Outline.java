package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a document by its outline: what fits into a passage is one, and is never cut. What does not
 * fit is its beginning and its parts; if it has none, it is cut at lines. Small neighbours share a
 * passage, and so does all that stands between functions.
 */
final class Outline {
  /** A function up to this share of a passage shares one with its neighbours. */
  private static final double SMALL = 0.15;

  /** What is smaller and has no name, such as a closing brace, goes with whatever is beside it. */
  private static final double SCRAP = 0.06;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Counts tokens, and cuts what has no outline. */
  interface Cutter {
    int tokens(String text);

    /** The slices of a part, each short enough to have the section's head before it. */
    List<Slice> cut(int from, int to, Section section);
  }

  /**
   * A part of the outline.
   *
   * @param bare where what is in it begins
   */
  private record Part(int start, int bare, int end, Section section, List<Part> parts) {}

  /**
   * A passage, or what may become one with its neighbours.
   *
   * @param section what it says about itself
   * @param named the one part in it that has a name; null if there is none, or several
   * @param isOpen whether neighbours may join it
   */
  private record Unit(
      Slice slice, Section section, Section named, boolean isOpen, boolean isScrap) {
    Unit closed() {
      return new Unit(slice, section, named, false, isScrap);
    }
  }

  private final Document document;
  private final Cutter cutter;
  private final int size;
  private final int[] tokenEnds;

  /**
   * @param tokenEnds of the document's text
   * @param size the most tokens of a passage
   */
  Outline(Document document, int[] tokenEnds, int size, Cutter cutter) {
    this.document = document;
    this.tokenEnds = tokenEnds;
    this.size = size;
    this.cutter = cutter;
  }

  /** The passages, in order. */
  List<Slice> slices() {
    List<Section> sections = document.sections();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < sections.size(); i = after(i)) {
      parts.add(part(i));
    }
    int end = document.text().length();
    Part whole = new Part(0, sections.get(0).start(), end, Section.unnamed(0, 0), parts);
    return units(whole, whole.section()).stream().map(Unit::slice).toList();
  }

  /** The next section that is not in this one. */
  private int after(int index) {
    List<Section> sections = document.sections();
    int next = index + 1;
    while (next < sections.size() && sections.get(next).level() > sections.get(index).level()) {
      next++;
    }
    return next;
  }

  private Part part(int index) {
    List<Section> sections = document.sections();
    int after = after(index);
    List<Part> parts = new ArrayList<>();
    for (int i = index + 1; i < after; i = after(i)) {
      parts.add(part(i));
    }
    int end = after < sections.size() ? sections.get(after).start() : document.text().length();
    int bare = parts.isEmpty() ? end : parts.get(0).start();
    Section section = sections.get(index);
    return new Part(section.start(), bare, end, section, parts);
  }

  /**
   * A part as few units as it may be.
   *
   * @param around the section that it is in, for what has no name
   */
  private List<Unit> units(Part part, Section around) {
    Section named = named(part);
    Section own = named == null ? around : named;
    Slice whole = fitting(part.start(), part.end(), own);
    if (whole != null) {
      int tokens = tokensIn(part.start(), part.end());
      boolean open = named == null || tokens <= size * SMALL;
      return List.of(new Unit(whole, own, named, open, named == null && tokens <= size * SCRAP));
    }
    own = part.section().isNamed() ? part.section() : around;
    if (isCommented(part) && fitting(part.bare(), part.end(), own) == null) {
      Part code = part.parts().get(0);
      return units(
          new Part(part.start(), code.bare(), part.end(), part.section(), code.parts()), around);
    }
    List<Unit> units = new ArrayList<>();
    if (part.bare() > part.start()) {
      Slice beginning = fitting(part.start(), part.bare(), own);
      if (beginning == null) {
        units.addAll(cut(part.start(), part.bare(), own));
      } else {
        units.add(new Unit(beginning, own, null, true, false));
      }
    }
    for (Part inner : part.parts()) {
      units.addAll(units(inner, own));
    }
    return joined(units, own).stream().map(Unit::closed).toList();
  }

  /** Whether all of a function but its comment is in it as a part of its own. */
  private static boolean isCommented(Part part) {
    return part.section().isNamed()
        && part.parts().size() == 1
        && !part.parts().get(0).section().isNamed()
        && part.parts().get(0).end() == part.end()
        && !part.section().signature().isEmpty();
  }

  /** The part with a name if there is but one: it or, of its parts, the only one. */
  private static Section named(Part part) {
    if (part.section().isNamed()) {
      return part.section();
    }
    List<Section> named =
        part.parts().stream().map(Part::section).filter(Section::isNamed).limit(2).toList();
    return named.size() == 1 ? named.get(0) : null;
  }

  /** Cuts at lines. */
  private List<Unit> cut(int from, int to, Section section) {
    Section going = section.withHead(section.head() + section.signature());
    List<Unit> units = new ArrayList<>();
    for (Slice s : cutter.cut(from, to, going)) {
      Section own = hasSignature(s.start(), s.end(), section) ? section : s.section();
      units.add(
          new Unit(new Slice(s.start(), s.fresh(), s.end(), own), section, null, false, false));
    }
    return units;
  }

  private List<Unit> joined(List<Unit> units, Section around) {
    List<Unit> joined = new ArrayList<>();
    for (Unit unit : units) {
      Unit last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      Unit both = last == null ? null : both(last, unit, around);
      if (both == null) {
        joined.add(unit);
      } else {
        joined.set(joined.size() - 1, both);
      }
    }
    return joined;
  }

  /** Two neighbours as one, or null if they are to be apart. */
  private Unit both(Unit first, Unit second, Section around) {
    if (!(first.isOpen() && second.isOpen()) && !first.isScrap() && !second.isScrap()) {
      return null;
    }
    boolean several = first.named() != null && second.named() != null;
    Section named = several ? null : first.named() != null ? first.named() : second.named();
    Section section = around;
    if (named != null) {
      section = named;
    } else if (!several && second.isScrap()) {
      section = first.section();
    } else if (!several && first.isScrap()) {
      section = second.section();
    }
    Slice main = second.isScrap() || !first.isScrap() ? first.slice() : second.slice();
    Slice slice = first.slice();
    Slice all = fitting(slice.start(), second.slice().end(), section);
    if (all == null || all.section().head().isEmpty() && !main.section().head().isEmpty()) {
      return null;
    }
    return new Unit(
        new Slice(slice.start(), slice.fresh(), all.end(), all.section()),
        section,
        named,
        first.isOpen() && second.isOpen(),
        first.isScrap() && second.isScrap());
  }

  /** A slice, if it is short enough; its head is left out if only that makes it too long. */
  private Slice fitting(int from, int to, Section section) {
    if (tokensIn(from, to) > size) {
      return null;
    }
    int alone = cutter.tokens(document.text().substring(from, to));
    if (alone > size) {
      return null;
    }
    String signature = hasSignature(from, to, section) ? "" : section.signature();
    String head = section.head() + signature;
    boolean withHead = alone + cutter.tokens(head) <= size;
    return new Slice(from, from, to, section.withHead(withHead ? head : ""));
  }

  /** Whether the text says itself what function it belongs to, or need not. */
  private boolean hasSignature(int from, int to, Section section) {
    String signature = section.signature().strip();
    return signature.isEmpty()
        || section.start() >= from
        || SPACE.matcher(document.text().substring(from, to)).replaceAll(" ").contains(signature);
  }

  private int tokensIn(int from, int to) {
    return tokensUpTo(to) - tokensUpTo(from);
  }

  private int tokensUpTo(int offset) {
    int found = Arrays.binarySearch(tokenEnds, offset);
    if (found < 0) {
      return -found - 1;
    }
    while (found + 1 < tokenEnds.length && tokenEnds[found + 1] == offset) {
      found++;
    }
    return found + 1;
  }
}
