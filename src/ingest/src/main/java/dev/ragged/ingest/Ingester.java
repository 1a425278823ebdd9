package dev.ragged.ingest;

import dev.ragged.OperationInterruptedException;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

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
  private final VectorCollection collection;
  private final Tokenizer tokenizer;
  private final IngestOptions options;
  private final IngestListener listener;
  private volatile Predicate<String> embedded = text -> false;
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
   * What to bring a collection into step with.
   *
   * @param sources files and folders; those further inside come before those around them
   * @param elsewhere other sources of the collection, which may want files that these do not
   * @param jsonLines files of passages to add
   * @param given documents to add that are in no file; each replaces one of the same name
   * @param verify whether to read all files, even those that look unchanged
   * @param prune asked whether to remove files that may come back
   */
  public record Request(
      List<Source> sources,
      List<Path> elsewhere,
      List<Path> jsonLines,
      List<GivenDocument> given,
      boolean verify,
      Predicate<Guarded> prune) {
    public Request {
      sources = List.copyOf(sources);
      elsewhere = List.copyOf(elsewhere);
      jsonLines = List.copyOf(jsonLines);
      given = List.copyOf(given);
    }
  }

  /**
   * Adds files, folders and, if named directly, JSONL files of passages, in a collection of which
   * nothing is remembered.
   *
   * <p>An interrupt stops it between two batches, {@link #cancel()} at once: the report then says
   * so, all files written are complete, and adding the same paths again continues from there.
   *
   * @throws RaggedException if a path does not exist or a line of a JSONL file is invalid; nothing
   *     is written
   */
  public IngestReport add(List<Path> paths) {
    List<Path> real = paths.stream().map(FileWalk::realPath).distinct().toList();
    List<Source> sources =
        real.stream()
            .filter(path -> !isJsonLines(path))
            .map(path -> new Source(path, SourceRules.NONE, options))
            .toList();
    List<Path> jsonLines = real.stream().filter(Ingester::isJsonLines).toList();
    return update(
        new Request(sources, List.of(), jsonLines, List.of(), false, guarded -> false),
        sources.isEmpty() ? new Inventory(Map.of()) : Inventory.of(collection));
  }

  /**
   * Brings the collection into step with sources, as {@link #add} does.
   *
   * @param inventory what is known of the collection's files; kept in step, also if this fails
   */
  public IngestReport update(Request request, Inventory inventory) {
    Tally tally = new Tally();
    running = tally;
    int dimension = request.jsonLines().isEmpty() ? 0 : collection.info().dimension();
    for (Path file : request.jsonLines()) {
      JsonLines.validate(file, options.maxFileBytes(), dimension);
    }
    FileWalk walk = new FileWalk();
    request.sources().forEach(walk::walk);
    synchronized (tally) {
      walk.skipped().values().forEach(tally.skipped::addAll);
    }
    SourceRun run =
        new SourceRun(
            collection,
            tokenizer,
            listener,
            inventory,
            tally,
            stopOf(tally),
            walk,
            new Vanished(walk, request.elsewhere(), inventory, request.prune()));
    run.choose(request.verify());
    request.given().forEach(given -> run.choose(given, options));
    long bytes = request.jsonLines().stream().mapToLong(file -> file.toFile().length()).sum();
    listener.found(run.files() + request.jsonLines().size(), run.bytes() + bytes);
    try {
      run.run();
      for (Path file : request.jsonLines()) {
        addJsonLines(file, dimension, tally);
      }
    } catch (CancellationException e) {
      // A model that was told to stop ends the write, which then has changed nothing.
      if (!cancelled) {
        throw e;
      }
      stops(tally);
    } catch (OperationInterruptedException e) {
      if (!stops(tally)) {
        throw e;
      }
    }
    return tally.report();
  }

  /**
   * Has files written that are whole in a batch the embedding of which is ended.
   *
   * @param embedded whether an embedder that has just ended a call had embedded a text by then; it
   *     must answer for such texts at once when it is asked for them again
   */
  public void keepFinished(Predicate<String> embedded) {
    this.embedded = embedded;
  }

  private SourceRun.Stop stopOf(Tally tally) {
    return new SourceRun.Stop() {
      @Override
      public boolean asked() {
        return stops(tally);
      }

      @Override
      public void reading(ReadAhead reader) {
        reading = reader;
      }

      @Override
      public boolean isEmbedded(String text) {
        return embedded.test(text);
      }
    };
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

  /** Whether a file that is named holds passages, one a line. */
  public static boolean isJsonLines(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && (name.endsWith(".jsonl") || name.endsWith(".ndjson"));
  }

  private boolean stops(Tally tally) {
    synchronized (tally) {
      tally.cancelled |= cancelled || Thread.interrupted();
      return tally.cancelled;
    }
  }

  private void addJsonLines(Path file, int dimension, Tally tally) {
    int written = 0;
    long bytes = 0;
    BatchSize size = new BatchSize(options.batchPassages());
    try (JsonLines lines = new JsonLines(file, options.maxFileBytes(), dimension)) {
      while (!stops(tally)) {
        long start = System.nanoTime();
        List<Passage> batch = lines.next(size.passages());
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Passage> changed = changed(batch);
        listener.writing(
            List.of(new IngestListener.Part(file, lines.bytes() - bytes, changed.size())));
        bytes = lines.bytes();
        if (!changed.isEmpty()) {
          long begun = System.nanoTime();
          tally.timed(() -> collection.upsert(changed));
          size.wrote(changed.size(), (System.nanoTime() - begun) / 1e9);
        }
        synchronized (tally) {
          tally.secondsRead += seconds;
          tally.unchanged += batch.size() - changed.size();
          if (written == 0 && !changed.isEmpty()) {
            tally.files++;
            tally.added++;
          }
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
