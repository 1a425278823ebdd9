package dev.ragged.app.chat;

import dev.ragged.app.answer.QuestionWords;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds sentences of an answer against the sources. Simple on purpose, so that a reader knows what
 * a mark means: it counts words and compares quotations, and does not understand either. A sentence
 * that says the opposite with the same words passes; one that says the same with other words does
 * not.
 */
final class AnswerChecks {
  /** Quotation marks in a pair, in one line; an inch mark alone is none. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "\"([^\"\\n]{1,500})\"|[\u201c\u201e]([^\u201c\u201d\\n]{1,500})[\u201d\u201c]"
              + "|\u00ab([^\u00bb\\n]{1,500})\u00bb|\u300c([^\u300d\\n]{1,500})\u300d");

  private static final Pattern EDGES =
      Pattern.compile("^[\\s\\p{Punct}\u2026]+|[\\s\\p{Punct}\u2026]+$");

  private final Map<Integer, Source> sources = new HashMap<>();
  private final Map<Integer, String> folded = new HashMap<>();

  AnswerChecks(List<Source> sources) {
    sources.forEach(source -> this.sources.put(source.number(), source));
  }

  /** Checks all sentences of an answer. */
  List<CheckedSentence> check(String answer) {
    return Sentences.of(answer).stream().map(range -> check(answer, range)).toList();
  }

  CheckedSentence check(String answer, Sentences.Range range) {
    String sentence = answer.substring(range.start(), range.end());
    Set<Integer> cited = new LinkedHashSet<>();
    Set<Integer> unknown = new LinkedHashSet<>();
    Matcher citation = Sentences.CITATION.matcher(sentence);
    while (citation.find()) {
      for (String number : citation.group(1).split("\\s*,\\s*")) {
        int n = Integer.parseInt(number);
        (sources.containsKey(n) ? cited : unknown).add(n);
      }
    }
    return new CheckedSentence(
        range.start(),
        range.end(),
        sentence,
        List.copyOf(cited),
        List.copyOf(unknown),
        notQuoted(answer, range, cited.isEmpty() ? sources.keySet() : cited),
        support(Sentences.CITATION.matcher(sentence).replaceAll(" "), cited));
  }

  /** A quotation counts where it ends, since it may have sentences in it. */
  private List<String> notQuoted(String answer, Sentences.Range range, Set<Integer> where) {
    List<String> missing = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(answer);
    while (quoted.find()) {
      if (quoted.end() <= range.start() || quoted.end() > range.end()) {
        continue;
      }
      String words = null;
      for (int group = 1; group <= quoted.groupCount(); group++) {
        words = words == null ? quoted.group(group) : words;
      }
      // A full stop or a comma before the closing mark belongs to the sentence.
      String looked = EDGES.matcher(fold(words)).replaceAll("");
      if (!looked.isEmpty() && where.stream().noneMatch(n -> folded(n).contains(looked))) {
        missing.add(words);
      }
    }
    return List.copyOf(missing);
  }

  private double support(String sentence, Set<Integer> cited) {
    QuestionWords words = QuestionWords.of(sentence);
    if (words.size() == 0 || cited.isEmpty()) {
      return 0;
    }
    Set<String> found = new LinkedHashSet<>();
    for (int n : cited) {
      words.in(sources.get(n).text()).forEach(match -> found.add(match.word()));
    }
    return found.size() / (double) words.size();
  }

  private String folded(int number) {
    return folded.computeIfAbsent(number, n -> fold(sources.get(n).text()));
  }

  /** In one case, with one kind of white space and of quotation marks. */
  private static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\u2018\u2019\u201a\u201b`\u00b4]", "'")
        .replaceAll("[\u201c\u201d\u201e\u201f\u00ab\u00bb]", "\"")
        .replaceAll("[\\s\u00a0]+", " ")
        .strip();
  }
}
