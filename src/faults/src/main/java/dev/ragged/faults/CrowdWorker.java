package dev.ragged.faults;

import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One process of a crowd. */
final class CrowdWorker {
  /** Collections with a writer; every second one belongs to the second process. */
  static final int OWNED = 8;

  /** Collections that both processes write; the lock is the only referee. */
  static final int SHARED = 2;

  static final int DIMENSION = 16;
  private static final int READERS = 3;

  /** Operations of all to one write of this process: reads are most of what stores do. */
  private static final int PER_WRITE = 80;

  private final Path directory;
  private final CrowdBoard board;
  private final int process;
  private final long operations;
  private final long seed;
  private final List<CrowdHistory> histories;
  private final WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
  private final VectorStore store;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong contended = new AtomicLong();

  private CrowdWorker(String[] request) throws IOException {
    directory = Path.of(request[0]);
    board = new CrowdBoard(Path.of(request[1]), OWNED + SHARED);
    process = Integer.parseInt(request[2]);
    operations = Long.parseLong(request[3]);
    seed = Long.parseLong(request[4]);
    histories = histories(seed);
    store = LeannVectorStore.open(directory, embedder);
  }

  /** What a process did and found. */
  record Result(Map<String, Integer> counts, List<String> wrong) {}

  public static void main(String[] args) throws Exception {
    Worker.serve(request -> new CrowdWorker(request).run());
  }

  static List<CrowdHistory> histories(long seed) {
    List<CrowdHistory> histories = new ArrayList<>();
    for (int i = 0; i < OWNED; i++) {
      histories.add(new CrowdHistory(seed, i, i < OWNED - 2));
    }
    return histories;
  }

  static String shared(int number) {
    return "shared-" + number;
  }

  /** Something a thread does again and again; returns its name, or null if it was not its turn. */
  private interface Work {
    String once(List<String> wrong) throws Exception;
  }

  private Result run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<CrowdWriter> writers = new ArrayList<>();
    List<CrowdReader> readers = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      List<CrowdWriter> own = new ArrayList<>();
      for (int i = process + 2 * thread; i < OWNED; i += 4) {
        own.add(new CrowdWriter(store, histories.get(i), board, i));
      }
      writers.addAll(own);
      Random random = new Random(seed + thread);
      threads.add(
          thread(
              found ->
                  written.get() * PER_WRITE > board.operations()
                      ? null
                      : write(own.get(random.nextInt(own.size())))));
    }
    for (int thread = 0; thread < READERS; thread++) {
      Random random = new Random(seed * 31 + process * 7L + thread);
      CrowdReader reader = new CrowdReader(store, histories, board, embedder, random);
      readers.add(reader);
      threads.add(thread(reader::read));
    }
    Random random = new Random(seed * 37 + process);
    threads.add(
        thread(
            found ->
                contended.get() * 2 * PER_WRITE > board.operations()
                    ? null
                    : contend(random, found)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    try {
      writers.forEach(CrowdWriter::close);
      readers.forEach(CrowdReader::close);
      store.close();
    } catch (RuntimeException e) {
      wrong.add("close: " + CrowdReader.where(e));
    }
    return new Result(counts, wrong);
  }

  private Thread thread(Work work) {
    return new Thread(
        () -> {
          Map<String, Integer> own = new TreeMap<>();
          List<String> found = new ArrayList<>();
          try {
            while (!stop.get() && board.operations() < operations) {
              String name = work.once(found);
              if (name == null) {
                Thread.sleep(1);
                continue;
              }
              board.nextOperation();
              own.merge(name, 1, Integer::sum);
              if (found.size() > 50) {
                break;
              }
            }
          } catch (Throwable e) {
            found.add(CrowdReader.where(e));
            stop.set(true);
          }
          synchronized (counts) {
            own.forEach((name, count) -> counts.merge(name, count, Integer::sum));
            wrong.addAll(found);
          }
        });
  }

  private String contend(Random random, List<String> found) {
    contended.incrementAndGet();
    return random.nextInt(3) == 0
        ? intrude(random.nextInt(OWNED / 2) * 2 + 1 - process, found)
        : increase(random.nextInt(SHARED));
  }

  private String write(CrowdWriter writer) {
    written.incrementAndGet();
    return writer.step();
  }

  /** Tries to write to a collection that the other process holds. */
  private String intrude(int number, List<String> found) {
    if (!board.intrude(number)) {
      return null;
    }
    try {
      CrowdHistory.State state = histories.get(number).at(board.done(number));
      try (VectorCollection collection = store.open(state.name())) {
        collection.upsert(List.of(Passage.of("intruder", "must never be seen")));
        found.add("crowd-" + number + " is held by the other process, yet was written");
      } catch (CollectionLockedException e) {
        // As it should be.
      }
      return "write to a held collection";
    } finally {
      board.leave(number);
    }
  }

  /** Adds one to a number in a collection that both processes write. */
  private String increase(int number) {
    try (VectorCollection collection = store.open(shared(number))) {
      // Whoever has written holds the lock, so nobody else can come between what follows.
      collection.upsert(List.of(Passage.of("holder", "process " + process)));
      Passage last = collection.stream(Selection.ids("number")).findFirst().orElseThrow();
      long value = Long.parseLong(last.text());
      collection.upsert(List.of(Passage.of("number", Long.toString(value + 1))));
      board.count(OWNED + number);
      return "increase a shared number";
    } catch (CollectionLockedException e) {
      return null;
    }
  }

  /** Makes what all processes share. */
  static void prepare(Path directory) {
    try (VectorStore store = LeannVectorStore.open(directory, new WordsEmbedder(DIMENSION))) {
      for (int i = 0; i < SHARED; i++) {
        try (VectorCollection collection = store.create(CollectionSpec.of(shared(i)))) {
          collection.add(List.of(Passage.of("number", "0")));
        }
      }
    }
  }
}
