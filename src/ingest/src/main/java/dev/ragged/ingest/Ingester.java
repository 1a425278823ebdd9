package dev.ragged.ingest;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Adds files to a collection and keeps it up to date with them.
 *
 * <p>Each file becomes passages with the ids {@code <real path>#0}, {@code #1} and so on. Adding
 * the same paths again skips unchanged files, replaces the passages of changed ones and removes
 * those of files that are gone from an added folder. If a file cannot be read, its old passages
 * stay. Files are written whole, in batches; each batch is one change of the collection.
 *
 * <p>Documents that a parser could choke on are parsed in a process of their own, where one can be
 * started: where the JVM's class path has these classes, and {@code java.home} a {@code bin/java}.
 * Elsewhere, as in an application server, they are parsed here, in a thread with a time limit; one
 * that exceeds it is skipped, but may go on using a processor and memory.
 *
 * <p>Not safe for use by several threads, except for {@link #cancel()} and {@link #soFar()}.
 */
public final class Ingester {
  /** Number of sources to remove in one call. */
  private static final int REMOVE_AT_ONCE = 500;

  private final VectorCollection collection;
  private final Tokenizer tokenizer;
  private final IngestOptions options;
  private final IngestListener listener;
  private volatile boolean cancelled;
  private volatile Tally running = new Tally();
  private volatile ReadAhead reading;

  /**
   * Prepares; reads nothing.
   *
   * @param tokenizer the tokenizer of the collection's model, for counting tokens
   * @param maxTokens maximum number of tokens that the model reads
   * @throws IllegalArgumentException if passages could have more tokens than the model reads
   */
  public Ingester(
      VectorCollection collection,
      Tokenizer tokenizer,
      int maxTokens,
      IngestOptions options,
      IngestListener listener) {
    this.collection = Objects.requireNonNull(collection, "collection");
    this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
    this.options = Objects.requireNonNull(options, "options");
    this.listener = listener == null ? IngestListener.NONE : listener;
    if (options.chunkTokens() > maxTokens) {
      throw new IllegalArgumentException(
          "Passages of "
              + options.chunkTokens()
              + " tokens do not fit the model, which reads "
              + maxTokens
              + "; choose fewer.");
    }
  }

  /**
   * Adds files, folders and, if named directly, JSONL files of passages.
   *
   * <p>An interrupt stops it between two batches, {@link #cancel()} at once: the report then says
   * so, all files written are complete, and adding the same paths again continues from there.
   *
   * @throws RaggedException if a path does not exist or a line of a JSONL file is invalid; nothing
   *     is written
   */
  public IngestReport add(List<Path> paths) {
    Tally tally = new Tally();
    running = tally;
    Set<Path> jsonLines = new LinkedHashSet<>();
    List<Path> others = new ArrayList<>();
    for (Path path : paths) {
      Path real = FileWalk.realPath(path);
      if (isJsonLines(real)) {
        if (!jsonLines.add(real)) {
          skip(
              tally,
              List.of(
                  new Skipped(
                      real.toString(), Skipped.Reason.ADDED_ALREADY, "was added already.")));
        }
      } else {
        others.add(path);
      }
    }
    int dimension = jsonLines.isEmpty() ? 0 : collection.info().dimension();
    for (Path file : jsonLines) {
      JsonLines.validate(file, options.maxFileBytes(), dimension);
    }
    FileWalk walk = FileWalk.of(others);
    skip(tally, walk.skipped());
    announce(walk, jsonLines);
    try {
      addFiles(walk, tally);
      for (Path file : jsonLines) {
        addJsonLines(file, dimension, tally);
      }
    } catch (CancellationException e) {
      // A model that was told to stop ends the write, which then has changed nothing.
      if (!cancelled) {
        throw e;
      }
      stops(tally);
    }
    return tally.report();
  }

  /**
   * Makes a running {@link #add} give up what it reads and stop before its next write; may be
   * called from any thread. It ends a write only if the embedder throws a {@link
   * CancellationException}.
   */
  public void cancel() {
    cancelled = true;
    ReadAhead reader = reading;
    if (reader != null) {
      reader.stop();
    }
  }

  /**
   * What a running {@link #add} has stored by now, as if it were cancelled after that; may be
   * called from any thread.
   */
  public IngestReport soFar() {
    return running.report().asCancelled();
  }

  private static void skip(Tally tally, List<Skipped> more) {
    synchronized (tally) {
      tally.skipped.addAll(more);
    }
  }

  private static boolean isJsonLines(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && (name.endsWith(".jsonl") || name.endsWith(".ndjson"));
  }

  private void announce(FileWalk walk, Set<Path> jsonLines) {
    long bytes = walk.files().stream().mapToLong(SourceFile::bytes).sum();
    bytes += jsonLines.stream().mapToLong(file -> file.toFile().length()).sum();
    listener.found(walk.files().size() + jsonLines.size(), bytes);
  }

  private boolean stops(Tally tally) {
    synchronized (tally) {
      tally.cancelled |= cancelled || Thread.interrupted();
      return tally.cancelled;
    }
  }

  private void addFiles(FileWalk walk, Tally tally) {
    if (walk.files().isEmpty() && walk.folders().isEmpty()) {
      return;
    }
    Map<String, String> known = KnownSources.of(collection);
    FileReading files = new FileReading(options, tokenizer, known);
    try (ReadAhead reader = new ReadAhead(walk.files(), files, options.batchPassages())) {
      reading = reader;
      try {
        List<FileOutcome> batch;
        while (!stops(tally) && !(batch = reader.next()).isEmpty() && !stops(tally)) {
          write(batch, known, tally);
        }
      } catch (InterruptedException e) {
        synchronized (tally) {
          tally.cancelled = true;
        }
      } finally {
        reading = null;
        synchronized (tally) {
          tally.secondsRead += reader.seconds();
        }
      }
    }
    stops(tally);
    if (!tally.cancelled) {
      removeGone(walk, known.keySet(), tally);
    }
  }

  private void write(List<FileOutcome> batch, Map<String, String> known, Tally tally) {
    List<Object> replaced = new ArrayList<>();
    List<Passage> passages = new ArrayList<>();
    for (FileOutcome outcome : batch) {
      if (!outcome.keepsOldPassages()) {
        replaced.add(outcome.source());
        passages.addAll(outcome.passages());
      }
    }
    if (!passages.isEmpty() || replaced.stream().anyMatch(known::containsKey)) {
      Selection old = Selection.where(new Filter.In(Metadata.SOURCE, replaced));
      tally.timed(() -> collection.replace(old, passages));
    }
    for (FileOutcome outcome : batch) {
      synchronized (tally) {
        count(outcome, known, tally);
      }
      listener.done(outcome.file().path(), outcome.file().bytes(), outcome.passages().size());
    }
  }

  private static void count(FileOutcome outcome, Map<String, String> known, Tally tally) {
    if (!outcome.passages().isEmpty()) {
      tally.files++;
      tally.passages += outcome.passages().size();
      tally.rawTextBytes += outcome.rawTextBytes();
    } else if (outcome.skipped() == null) {
      tally.unchanged++;
    } else {
      tally.skipped.add(
          known.containsKey(outcome.source()) ? explained(outcome, tally) : outcome.skipped());
    }
  }

  /** Counts a skipped file with passages in the collection, and explains what happens to them. */
  private static Skipped explained(FileOutcome outcome, Tally tally) {
    Skipped skipped = outcome.skipped();
    tally.removed += outcome.keepsOldPassages() ? 0 : 1;
    return new Skipped(
        skipped.path(),
        skipped.reason(),
        skipped.why()
            + (outcome.keepsOldPassages()
                ? " Its earlier passages stay."
                : " Its earlier passages were removed."));
  }

  /** Removes only what certainly no longer exists; an unreadable folder proves nothing. */
  private void removeGone(FileWalk walk, Set<String> known, Tally tally) {
    Set<String> seen = walk.files().stream().map(SourceFile::source).collect(Collectors.toSet());
    List<Object> gone = new ArrayList<>();
    for (String source : known.stream().sorted().toList()) {
      if (!seen.contains(source) && isGone(source, walk.folders())) {
        gone.add(source);
      }
    }
    for (int from = 0; from < gone.size() && !stops(tally); from += REMOVE_AT_ONCE) {
      List<Object> part = gone.subList(from, Math.min(gone.size(), from + REMOVE_AT_ONCE));
      tally.timed(() -> collection.delete(Selection.where(new Filter.In(Metadata.SOURCE, part))));
      synchronized (tally) {
        tally.removed += part.size();
      }
    }
  }

  private static boolean isGone(String source, List<Path> folders) {
    Path path;
    try {
      path = Path.of(source);
    } catch (InvalidPathException e) {
      return false; // added on a system with another file name encoding; cannot tell
    }
    return folders.stream().anyMatch(path::startsWith)
        && (Files.notExists(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path));
  }

  private void addJsonLines(Path file, int dimension, Tally tally) {
    int written = 0;
    try (JsonLines lines = new JsonLines(file, options.maxFileBytes(), dimension)) {
      while (!stops(tally)) {
        long start = System.nanoTime();
        List<Passage> batch = lines.next(options.batchPassages());
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Passage> changed = changed(batch);
        if (!changed.isEmpty()) {
          tally.timed(() -> collection.upsert(changed));
        }
        synchronized (tally) {
          tally.secondsRead += seconds;
          tally.unchanged += batch.size() - changed.size();
          tally.files += written == 0 && !changed.isEmpty() ? 1 : 0;
          tally.passages += changed.size();
          changed.forEach(passage -> tally.rawTextBytes += passage.rawTextBytes());
        }
        written += changed.size();
        if (batch.isEmpty()) {
          break;
        }
      }
    }
    if (!tally.cancelled) {
      listener.done(file, size(file), written);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Passages that the collection does not hold yet; those with an embedding are always written. */
  private List<Passage> changed(List<Passage> batch) {
    if (batch.isEmpty()) {
      return batch;
    }
    Map<String, Passage> held = new HashMap<>();
    Selection ids = Selection.ids(batch.stream().map(Passage::id).toList());
    collection.stream(ids).forEach(passage -> held.put(passage.id(), passage));
    return batch.stream()
        .filter(
            passage -> {
              Passage old = held.get(passage.id());
              return old == null
                  || passage.vector() != null
                  || !Objects.equals(old.text(), passage.text())
                  || !old.metadata().equals(passage.metadata());
            })
        .toList();
  }
}
