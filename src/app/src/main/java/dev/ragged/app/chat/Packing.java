package dev.ragged.app.chat;

import dev.ragged.Metadata;
import dev.ragged.Tokenizer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Chooses the passages for a prompt, best first, and makes numbered sources of them. */
final class Packing {
  /** A number in an id that is longer is none of ours. */
  private static final int MAX_DIGITS = 9;

  private final Tokenizer tokenizer;

  Packing(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Sources with no more tokens than the budget. The first passage is cut if it alone has more;
   * another that does not fit is left out, and a later, shorter one may take its place.
   *
   * @param hits the nearest first
   */
  List<Source> pack(List<Found> hits, int budget) {
    List<Found> chosen = new ArrayList<>();
    int left = budget;
    for (Found hit : hits) {
      if (!hit.close() || hit.hit().text() == null || hit.hit().text().isBlank()) {
        continue;
      }
      int tokens = tokens(PromptText.clean(hit.hit().text()));
      if (tokens <= left || chosen.isEmpty()) {
        chosen.add(hit);
        left -= Math.min(left, tokens);
      }
    }
    List<Source> sources = new ArrayList<>();
    for (List<Found> group : groups(chosen)) {
      String text = group.get(0).hit().text();
      for (int i = 1; i < group.size(); i++) {
        text = joined(text, group.get(i));
      }
      sources.add(
          new Source(
              sources.size() + 1,
              group,
              place(group),
              cut(PromptText.clean(text).strip(), budget)));
    }
    return sources;
  }

  private int tokens(String text) {
    int tokens = 0;
    for (int from = 0; from < text.length(); ) {
      int end = Tokenizer.blockEnd(text, from);
      tokens += tokenizer.tokenEnds(text.substring(from, end)).length;
      from = end;
    }
    return tokens;
  }

  private String cut(String text, int budget) {
    int tokens = 0;
    for (int from = 0; from < text.length(); ) {
      int end = Tokenizer.blockEnd(text, from);
      int[] ends = tokenizer.tokenEnds(text.substring(from, end));
      if (tokens + ends.length > budget) {
        int kept = budget - tokens;
        return text.substring(0, from + (kept == 0 ? 0 : ends[kept - 1]));
      }
      tokens += ends.length;
      from = end;
    }
    return text;
  }

  /** Runs of neighbours in the order of their document; the run with the best passage first. */
  private static List<List<Found>> groups(List<Found> chosen) {
    List<Found> inOrder = new ArrayList<>(chosen);
    inOrder.sort(
        Comparator.comparing((Found found) -> String.valueOf(found.collection()))
            .thenComparing(found -> prefix(found.hit().id()))
            .thenComparingInt(found -> number(found.hit().id())));
    List<List<Found>> groups = new ArrayList<>();
    Found before = null;
    for (Found found : inOrder) {
      if (before == null || !areNeighbours(before, found)) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(found);
      before = found;
    }
    groups.sort(
        Comparator.comparingInt(
            group -> group.stream().mapToInt(Found::rank).min().orElse(Integer.MAX_VALUE)));
    return groups;
  }

  private static boolean areNeighbours(Found one, Found next) {
    String id = one.hit().id();
    Place a = one.place();
    Place b = next.place();
    return number(id) >= 0
        && number(next.hit().id()) == number(id) + 1
        && prefix(id).equals(prefix(next.hit().id()))
        && Objects.equals(one.collection(), next.collection())
        && a.source() != null
        && a.source().equals(b.source())
        && Objects.equals(a.member(), b.member())
        && Objects.equals(a.sheet(), b.sheet())
        && Objects.equals(one.title(), next.title())
        && a.unit() == b.unit();
  }

  /** Passages of a document are numbered after a mark at the end of their ids. */
  private static int number(String id) {
    String digits = id.substring(id.lastIndexOf('#') + 1);
    return digits.length() <= MAX_DIGITS
            && digits.matches("[0-9]+")
            && digits.length() < id.length()
        ? Integer.parseInt(digits)
        : -1;
  }

  private static String prefix(String id) {
    return number(id) < 0 ? id : id.substring(0, id.lastIndexOf('#') + 1);
  }

  /** The next passage after a text, without what it repeats of it. */
  private static String joined(String text, Found next) {
    String more = next.hit().text();
    Object bytes = next.hit().metadata().get(Metadata.OVERLAP_BYTES).orElse(null);
    byte[] all = more.getBytes(StandardCharsets.UTF_8);
    if (bytes instanceof Long repeated && repeated > 0 && repeated <= all.length) {
      String overlap = new String(all, 0, repeated.intValue(), StandardCharsets.UTF_8);
      // It may also repeat the header of a table, which stands elsewhere.
      if (text.stripTrailing().endsWith(overlap.stripTrailing())) {
        return text.stripTrailing() + more.substring(overlap.stripTrailing().length());
      }
    }
    return text + "\n" + more;
  }

  private static Place place(List<Found> group) {
    Place first = group.get(0).place();
    long from = group.stream().mapToLong(found -> found.place().first()).min().orElse(0);
    long to = group.stream().mapToLong(found -> found.place().last()).max().orElse(0);
    boolean same = group.stream().allMatch(f -> Objects.equals(f.place().symbol(), first.symbol()));
    return new Place(
        first.source(),
        first.member(),
        first.sheet(),
        same ? first.symbol() : null,
        first.unit(),
        from,
        to);
  }
}
