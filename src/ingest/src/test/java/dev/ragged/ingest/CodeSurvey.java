package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Tokenizer;
import dev.ragged.embed.OnnxEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tika.mime.MediaType;

/**
 * Counts the functions of programs in folders, by language: how many fit into a passage, and how
 * many of those are cut nevertheless, which it names; and what passages are like.
 */
final class CodeSurvey {
  /** What was counted of one language. */
  static final class Counts {
    int files;
    int outlined;
    int functions;
    int fitting;
    int cut;
    int passages;
    int tokens;
    int withSymbol;
    long nanos;

    @Override
    public String toString() {
      return "%,d files (%,d with an outline), %,d functions, %,d fit, %,d of those cut; %,d passages, %d tokens on average, %d %% with a symbol; %d ms"
          .formatted(
              files,
              outlined,
              functions,
              fitting,
              cut,
              passages,
              tokens / Math.max(1, passages),
              100L * withSymbol / Math.max(1, passages),
              nanos / 1_000_000);
    }
  }

  private final Tokenizer tokenizer;
  private final int size;
  private final Chunker chunker;
  private final Map<String, Counts> counts = new TreeMap<>();

  CodeSurvey(Tokenizer tokenizer, int size) {
    this.tokenizer = tokenizer;
    this.size = size;
    this.chunker = new Chunker(tokenizer, size, size / 8);
  }

  public static void main(String[] folders) throws IOException {
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      for (String folder : folders) {
        CodeSurvey survey = new CodeSurvey(model.tokenizer(), 256);
        survey.folder(Path.of(folder));
        survey.counts.forEach(
            (language, c) -> System.out.println(folder + " " + language + ": " + c));
      }
    }
  }

  Map<String, Counts> counts() {
    return counts;
  }

  void folder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!Grammar.covers(FileKind.extension(name)) || Files.size(file) == 0) {
          continue;
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
          MachineText.refuse(bytes, name);
          MediaType type = MediaType.TEXT_PLAIN;
          long began = System.nanoTime();
          Document document = new CodeReader().read(new Input(bytes, name, type, 50 << 20)).get(0);
          count(file, document, System.nanoTime() - began);
        } catch (UnusableFileException e) {
          continue;
        }
      }
    }
  }

  private void count(Path file, Document document, long nanos) {
    Object language = document.metadata().getOrDefault(Metadata.LANGUAGE, "none");
    Counts c = counts.computeIfAbsent(language.toString(), any -> new Counts());
    c.files++;
    c.nanos += nanos;
    c.outlined += document.sections().isEmpty() ? 0 : 1;
    List<Slice> slices = chunker.cut(document);
    int covered = 0;
    for (Slice slice : slices) {
      if (slice.fresh() != covered) {
        throw new AssertionError("A gap at " + covered + " of " + file);
      }
      covered = slice.end();
      Section section = slice.section();
      String head = section == null ? "" : section.head();
      int tokens =
          tokenizer.tokenEnds(head + document.text().substring(slice.start(), slice.end())).length;
      if (tokens > size) {
        throw new AssertionError(tokens + " tokens at " + slice.start() + " of " + file);
      }
      c.passages++;
      c.tokens += tokens;
      c.withSymbol += section != null && section.isNamed() ? 1 : 0;
    }
    for (int i = 0; i < document.sections().size(); i++) {
      Section function = document.sections().get(i);
      if (function.signature().isEmpty()) {
        continue;
      }
      c.functions++;
      int end = end(document, i);
      int start = function.start();
      if (!fits(document, start, end) && i + 1 < document.sections().size()) {
        start = document.sections().get(i + 1).start(); // without its comment, if it has one
        String code = document.text().substring(start, end).replaceAll("\\s+", " ").strip();
        start = code.startsWith(function.signature().strip()) ? start : function.start();
      }
      if (fits(document, start, end)) {
        c.fitting++;
        if (!isWhole(document, start, end, slices)) {
          c.cut++;
          System.out.println("cut: " + file + " " + function.head().strip());
        }
      }
    }
  }

  private boolean fits(Document document, int start, int end) {
    return tokenizer.tokenEnds(document.text().substring(start, end).stripTrailing()).length
        <= size;
  }

  private static boolean isWhole(Document document, int start, int end, List<Slice> slices) {
    int visible = start + document.text().substring(start, end).stripTrailing().length();
    return slices.stream().anyMatch(s -> s.start() <= start && s.end() >= visible);
  }

  private static int end(Document document, int index) {
    List<Section> sections = document.sections();
    int next = index + 1;
    while (next < sections.size() && sections.get(next).level() > sections.get(index).level()) {
      next++;
    }
    return next < sections.size() ? sections.get(next).start() : document.text().length();
  }
}
