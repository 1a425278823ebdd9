package dev.ragged.ingest;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** Brings a collection into step with the files of sources, once. */
final class SourceRun {
  /** Number of sources to remove in one call. */
  private static final int REMOVE_AT_ONCE = 500;

  /** How a run is stopped. */
  interface Stop {
    /** Whether to stop now. */
    boolean asked();

    /** What to stop while it reads; null if nothing reads. */
    void reading(ReadAhead reader);

    /** Whether an embedder that was stopped had embedded a text. */
    boolean isEmbedded(String text);
  }

  private final VectorCollection collection;
  private final Tokenizer tokenizer;
  private final IngestListener listener;
  private final Inventory inventory;
  private final Tally tally;
  private final Stop stop;
  private final FileWalk walk;
  private final Vanished vanished;

  /** A file that is gone, by the digest of what it had; read by the thread that reads. */
  private final Map<String, String> movable;

  private final Map<IngestOptions, List<SourceFile>> toRead = new LinkedHashMap<>();

  SourceRun(
      VectorCollection collection,
      Tokenizer tokenizer,
      IngestListener listener,
      Inventory inventory,
      Tally tally,
      Stop stop,
      FileWalk walk,
      Vanished vanished) {
    this.collection = collection;
    this.tokenizer = tokenizer;
    this.listener = listener;
    this.inventory = inventory;
    this.tally = tally;
    this.stop = stop;
    this.walk = walk;
    this.vanished = vanished;
    this.movable = vanished.byDigest();
  }

  /** Chooses a document that was given, to be read whatever is known of it. */
  void choose(GivenDocument given, IngestOptions options) {
    toRead.computeIfAbsent(options, key -> new ArrayList<>()).add(given.file());
  }

  /** Chooses the files to read: those that may have changed, or all. */
  void choose(boolean all) {
    walk.files()
        .forEach(
            (source, files) -> {
              for (SourceFile file : files) {
                FileState state = inventory.get(file.source());
                if (!all && state != null && state.isStill(file, file.settings(source.options()))) {
                  leave(file, state);
                } else {
                  toRead.computeIfAbsent(source.options(), key -> new ArrayList<>()).add(file);
                }
              }
            });
  }

  private void leave(SourceFile file, FileState state) {
    synchronized (tally) {
      if (state.reason() == null) {
        tally.unchanged++;
      } else {
        tally.skipped.add(new Skipped(file.source(), state.reason(), state.why()));
      }
    }
  }

  int files() {
    return toRead.values().stream().mapToInt(List::size).sum();
  }

  long bytes() {
    long bytes = 0;
    for (Map.Entry<IngestOptions, List<SourceFile>> each : toRead.entrySet()) {
      bytes += each.getValue().stream().mapToLong(file -> toRead(file, each.getKey())).sum();
    }
    return bytes;
  }

  /** A file that is too large is not read at all. */
  private static long toRead(SourceFile file, IngestOptions options) {
    return file.bytes() > options.maxFileBytes() ? 0 : file.bytes();
  }

  /** Reads them, writes what has changed, and removes what is gone. */
  void run() {
    for (Map.Entry<IngestOptions, List<SourceFile>> each : toRead.entrySet()) {
      if (!stop.asked()) {
        read(each.getKey(), each.getValue());
      }
    }
    if (!stop.asked()) {
      remove();
    }
    synchronized (tally) {
      tally.guarded.addAll(vanished.guarded());
    }
  }

  private void read(IngestOptions options, List<SourceFile> files) {
    BatchSize size = new BatchSize(options.batchPassages());
    FileReading reading =
        new FileReading(
            options,
            tokenizer,
            inventory::digest,
            (file, digest) -> earlierCut(file, digest, file.settings(options)));
    try (ReadAhead reader =
        new ReadAhead(files, reading, size, file -> listener.reading(file.path()))) {
      stop.reading(reader);
      try {
        List<FileOutcome> batch;
        while (!stop.asked() && !(batch = reader.next()).isEmpty() && !stop.asked()) {
          long start = System.nanoTime();
          writeOrFinished(batch, options);
          int passages = batch.stream().mapToInt(outcome -> outcome.passages().size()).sum();
          size.wrote(passages, (System.nanoTime() - start) / 1e9);
        }
      } catch (InterruptedException e) {
        synchronized (tally) {
          tally.cancelled = true;
        }
      } finally {
        stop.reading(null);
        synchronized (tally) {
          tally.secondsRead += reader.seconds();
        }
      }
    }
  }

  /** How the passages that the collection has of a file, or had before it was moved, were cut. */
  private EarlierCut earlierCut(SourceFile file, String digest, String settings) {
    String source = inventory.digest(file.source()) != null ? file.source() : movable.get(digest);
    FileState state = source == null ? null : inventory.get(source);
    if (state == null || !state.settings().equals(settings)) {
      return EarlierCut.NONE;
    }
    try (Stream<Passage> passages =
        collection.stream(Selection.where(Filter.equal(Metadata.SOURCE, source)))) {
      return EarlierCut.of(passages);
    } catch (RaggedException e) {
      return EarlierCut.NONE; // whoever writes will say so
    }
  }

  /**
   * Writes a batch; if its embedding is ended, the files at its beginning that are embedded whole.
   */
  private void writeOrFinished(List<FileOutcome> batch, IngestOptions options) {
    try {
      write(batch, options);
    } catch (CancellationException e) {
      List<FileOutcome> finished =
          batch.stream()
              .takeWhile(
                  outcome -> outcome.passages().stream().allMatch(p -> stop.isEmbedded(p.text())))
              .toList();
      if (!stop.asked()) {
        throw e;
      }
      if (!finished.isEmpty()) {
        write(finished, options);
      }
    }
  }

  private void write(List<FileOutcome> batch, IngestOptions options) {
    List<Object> replaced = new ArrayList<>();
    List<Passage> passages = new ArrayList<>();
    Map<FileOutcome, String> moved = new HashMap<>();
    for (FileOutcome outcome : batch) {
      if (!outcome.keepsOldPassages()) {
        replaced.add(outcome.source());
        passages.addAll(outcome.passages());
        String from =
            outcome.passages().isEmpty()
                ? null
                : vanished.moved(outcome.digest(), outcome.source());
        if (from != null) {
          replaced.add(from);
          moved.put(outcome, from);
        }
      }
    }
    listener.writing(
        batch.stream()
            .filter(outcome -> !outcome.passages().isEmpty())
            .map(
                outcome ->
                    new IngestListener.Part(
                        outcome.file().path(), outcome.file().bytes(), outcome.passages().size()))
            .toList());
    if (!passages.isEmpty()
        || replaced.stream().anyMatch(source -> inventory.digest((String) source) != null)) {
      Selection old = Selection.where(new Filter.In(Metadata.SOURCE, replaced));
      tally.timed(() -> collection.replace(old, passages));
    }
    for (FileOutcome outcome : batch) {
      String from = moved.get(outcome);
      synchronized (tally) {
        count(outcome, from);
      }
      remember(outcome, outcome.file().settings(options));
      if (from != null) {
        inventory.remove(from);
      }
      listener.done(
          outcome.file().path(), toRead(outcome.file(), options), outcome.passages().size());
    }
  }

  private void count(FileOutcome outcome, String movedFrom) {
    if (!outcome.passages().isEmpty()) {
      if (movedFrom != null) {
        tally.moved++;
      } else {
        tally.files++;
        tally.added += inventory.digest(outcome.source()) == null ? 1 : 0;
        tally.passages += outcome.passages().size();
        tally.rawTextBytes += outcome.rawTextBytes();
      }
    } else if (outcome.skipped() == null) {
      tally.unchanged++;
    } else {
      boolean removed = inventory.digest(outcome.source()) != null && !outcome.keepsOldPassages();
      tally.removed += removed ? 1 : 0;
      tally.skipped.add(explained(outcome));
    }
  }

  /** Why a file was skipped, and what happens to its passages if the collection holds any. */
  private Skipped explained(FileOutcome outcome) {
    Skipped skipped = outcome.skipped();
    if (inventory.digest(outcome.source()) == null) {
      return skipped;
    }
    return new Skipped(
        skipped.path(),
        skipped.reason(),
        skipped.why()
            + (outcome.keepsOldPassages()
                ? " Its earlier passages stay."
                : " Its earlier passages were removed."));
  }

  private void remember(FileOutcome outcome, String settings) {
    SourceFile file = outcome.file();
    FileState old = inventory.get(file.source());
    String digest = outcome.digest();
    int passages = outcome.passages().size();
    if (outcome.keepsOldPassages() && old != null && old.digest() != null) {
      digest = old.digest();
      passages = old.passages();
    }
    Skipped skipped = outcome.skipped();
    boolean again = skipped != null && skipped.reason().mayChange();
    inventory.put(
        file.source(),
        new FileState(
            file.bytes(),
            again ? FileState.UNKNOWN : file.modified(),
            settings,
            digest,
            passages,
            skipped == null ? null : skipped.reason(),
            skipped == null ? null : skipped.why()));
  }

  private void remove() {
    List<Object> gone = new ArrayList<>();
    for (String source : vanished.remaining()) {
      if (inventory.digest(source) == null) {
        inventory.remove(source); // it was skipped
      } else {
        gone.add(source);
      }
    }
    for (int from = 0; from < gone.size() && !stop.asked(); from += REMOVE_AT_ONCE) {
      List<Object> part = gone.subList(from, Math.min(gone.size(), from + REMOVE_AT_ONCE));
      tally.timed(() -> collection.delete(Selection.where(new Filter.In(Metadata.SOURCE, part))));
      part.forEach(source -> inventory.remove((String) source));
      synchronized (tally) {
        tally.removed += part.size();
      }
    }
  }
}
