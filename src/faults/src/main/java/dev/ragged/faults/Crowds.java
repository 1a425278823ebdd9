package dev.ragged.faults;

import dev.ragged.CheckReport;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;

/**
 * Many threads of two processes do everything at once in one store. Every read must see a version
 * that was there meanwhile, no write may fail or get lost, and in the end nothing may be left over.
 */
final class Crowds implements FaultKind {
  /** A crowd that has not ended by then hangs. */
  private static final Duration LIMIT = Duration.ofMinutes(60);

  @Override
  public String name() {
    return "crowds";
  }

  @Override
  public int faults() {
    return 1_000_000;
  }

  @Override
  public int sample() {
    return 5_000;
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    Path ram = Path.of("/dev/shm");
    Path work = Files.isWritable(ram) ? Files.createTempDirectory(ram, "crowds-") : plan.work();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Path data = Files.createDirectory(work.resolve("data"));
      Path board = work.resolve("board");
      CrowdWorker.prepare(data);
      List<Callable<CrowdWorker.Result>> processes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int process = i;
        processes.add(
            () -> {
              try (Worker worker =
                  new Worker(CrowdWorker.class, work.resolve("process-" + process), "-Xmx512m")) {
                return worker.ask(
                    LIMIT,
                    CrowdWorker.Result.class,
                    data.toString(),
                    board.toString(),
                    Integer.toString(process),
                    Integer.toString(plan.faults()),
                    Long.toString(plan.seed()));
              }
            });
      }
      for (Future<CrowdWorker.Result> process : threads.invokeAll(processes)) {
        CrowdWorker.Result result = process.get();
        result.counts().forEach((what, count) -> report.ended(this, what, "as it should", count));
        int number = 0;
        for (String wrong : result.wrong()) {
          report.counterExample(this, "crowd", "crowd-" + number++, wrong);
        }
      }
      leftOver(data, new CrowdBoard(board, CrowdWorker.OWNED + CrowdWorker.SHARED), plan, report);
    } finally {
      threads.shutdownNow();
      if (!work.equals(plan.work())) {
        Folder.remove(work);
      }
    }
  }

  /** Compares what is there when all have gone with what should be. */
  private void leftOver(Path data, CrowdBoard board, Plan plan, Report report) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<CrowdHistory> histories = CrowdWorker.histories(plan.seed());
    Set<String> names = new TreeSet<>();
    try (VectorStore store =
        LeannVectorStore.open(data, new WordsEmbedder(CrowdWorker.DIMENSION))) {
      for (int i = 0; i < histories.size(); i++) {
        CrowdHistory.State state = histories.get(i).at(board.done(i));
        if (state.name() != null) {
          names.add(state.name());
          CrowdHistory history = histories.get(i);
          Set<Passage> expected =
              state.passages().entrySet().stream()
                  .map(entry -> history.passage(entry.getKey(), entry.getValue()))
                  .collect(Collectors.toSet());
          compare(store, state.name(), expected, wrong);
        }
      }
      for (int i = 0; i < CrowdWorker.SHARED; i++) {
        String name = CrowdWorker.shared(i);
        names.add(name);
        long total = board.done(CrowdWorker.OWNED + i);
        try (VectorCollection collection = store.open(name)) {
          String last =
              collection.stream(Selection.ids("number")).map(Passage::text).findFirst().orElse("");
          if (!last.equals(Long.toString(total))) {
            wrong.add(name + " was increased " + total + " times and is " + last);
          }
        }
      }
      if (!List.copyOf(names).equals(store.names())) {
        wrong.add("listed are " + store.names() + " instead of " + names);
      }
    }
    files(data, names, wrong);
    for (String each : wrong) {
      report.counterExample(this, "in the end", "end", each);
    }
    if (wrong.isEmpty()) {
      report.ended(this, "in the end", "contents, check and files as they should be");
    }
  }

  private static void compare(
      VectorStore store, String name, Collection<Passage> expected, List<String> wrong) {
    try (VectorCollection collection = store.open(name)) {
      Set<Passage> found;
      try (Stream<Passage> all = collection.stream(Selection.all())) {
        found = all.collect(Collectors.toSet());
      }
      if (!found.equals(new HashSet<>(expected))) {
        wrong.add(name + " has " + found + " instead of " + expected);
      }
      CheckReport report = collection.check();
      if (!report.ok()) {
        wrong.add(name + ": " + report.problems());
      }
    }
  }

  /** Nothing but the collections and the files of their last commits. */
  private static void files(Path data, Set<String> names, List<String> wrong) throws IOException {
    try (Stream<Path> folders = Files.list(data)) {
      Set<String> found = folders.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
      found.removeAll(names);
      if (!found.isEmpty()) {
        wrong.add("left over: " + found);
      }
    }
    for (String name : names) {
      Path folder = data.resolve(name);
      if (Files.exists(folder.resolve("writer.txt"))) {
        wrong.add(name + ": writer.txt is left over");
      }
      try (FSDirectory index = FSDirectory.open(folder.resolve("index"))) {
        Set<String> files = new TreeSet<>(List.of(index.listAll()));
        files.removeAll(SegmentInfos.readLatestCommit(index).files(true));
        files.remove("write.lock");
        if (!files.isEmpty()) {
          wrong.add(name + ": files that no commit names: " + files);
        }
      }
    }
  }
}
