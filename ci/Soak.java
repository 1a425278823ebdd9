import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Uses a server hard for some time, kills it in the middle, and looks whether all that it had
 * acknowledged is there: ci/soak.sh.
 */
class Soak {
  private static final String COLLECTION = "soak";
  private static final int SEARCHERS = 8;
  private static final int WRITERS = 2;
  private static final int KEPT = 20;
  private static final long SEED = 1;
  private static final String[] QUESTIONS = {
    "How are backups verified?", "vector compression", "What happens when a disk is full?",
    "metadata filters", "Which models can be used?", "ferry at seven", "recall target"
  };

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final List<String> serve;
  private final Instant end;

  /** Held for reading by each request, for writing while the server is killed and restarted. */
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock(true);

  private volatile JsonNode server;
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Set<String> absent = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final List<String> errors = new ArrayList<>();

  Soak(Path folder, Duration time, List<String> serve) {
    this.folder = folder;
    this.serve = serve;
    this.end = Instant.now().plus(time);
  }

  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
    Soak soak = new Soak(Path.of(args[0]), time, List.of(args).subList(2, args.length));
    System.exit(soak.run(time) ? 0 : 1);
  }

  private boolean run(Duration time) throws Exception {
    start();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SEARCHERS; i++) {
      Random random = new Random(SEED + i);
      threads.add(loop("searcher", () -> search(random)));
    }
    for (int i = 0; i < WRITERS; i++) {
      Path own = Files.createDirectories(folder.resolve("notes/writer" + i));
      Random random = new Random(SEED + 100 + i);
      List<String> mine = new ArrayList<>();
      String name = "w" + i;
      threads.add(loop("writer", () -> write(own, name, mine, random)));
    }
    Path watched = Files.createDirectories(folder.resolve("notes/watched"));
    Random random = new Random(SEED + 200);
    threads.add(loop("changer", () -> change(watched, random)));
    Instant killed = Instant.now().plus(time.dividedBy(2));
    System.out.println("  minute     rss MB    heap MB    files  threads   searches    writes  changes");
    Instant next = Instant.now();
    while (Instant.now().isBefore(end)) {
      Thread.sleep(200);
      if (killed != null && Instant.now().isAfter(killed)) {
        killed = null;
        killAndRestart();
      }
      if (Instant.now().isAfter(next)) {
        next = next.plusSeconds(Math.max(10, time.toSeconds() / 30));
        sample();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    sample();
    awaitInStep(watched);
    verify("at the end");
    JsonNode check = job(post("/api/v1/collections/" + COLLECTION + "/check", "{}"));
    if (!check.path("report").path("ok").asBoolean()) {
      error("check: " + check);
    }
    System.out.println("counts: " + counts);
    System.out.println(
        "acknowledged and there: " + present.size() + ", deleted and gone: " + absent.size());
    errors.stream().limit(20).forEach(one -> System.out.println("ERROR " + one));
    System.out.println(errors.size() + " errors; check " + (check.path("report").path("ok")));
    return errors.isEmpty();
  }

  private interface Step {
    void run() throws Exception;
  }

  private Thread loop(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              while (Instant.now().isBefore(end)) {
                running.readLock().lock(); // a whole step is before the kill, or after the restart
                try {
                  step.run();
                } catch (Exception e) {
                  error(name + ": " + e);
                } finally {
                  running.readLock().unlock();
                }
              }
            },
            name);
    thread.start();
    return thread;
  }

  private void error(String what) {
    synchronized (errors) {
      errors.add(what);
    }
  }

  private void count(String what) {
    counts.computeIfAbsent(what, none -> new AtomicLong()).incrementAndGet();
  }

  // ---------------------------------------------------------------- what clients do

  private void search(Random random) throws Exception {
    String mode = List.of("hybrid", "vector", "lexical").get(random.nextInt(3));
    String question = QUESTIONS[random.nextInt(QUESTIONS.length)];
    JsonNode answer = ask(question, mode);
    if (answer.path("hits").isEmpty()) {
      error("nothing found for " + question + ", " + mode);
    }
    count("searches");
  }

  private void write(Path own, String name, List<String> mine, Random random) throws Exception {
    String word = name + "word" + counts.computeIfAbsent(name, n -> new AtomicLong()).incrementAndGet();
    Path file = own.resolve(word + ".md");
    Files.writeString(file, "The " + word + " lies beside the river.\n");
    JsonNode added =
        job(
            post(
                "/api/v1/collections/" + COLLECTION + "/add",
                "{\"paths\":[" + mapper.writeValueAsString(file.toString()) + "]}"));
    if (!added.path("state").asText().equals("done")) {
      error("add: " + added);
      return;
    }
    present.add(word);
    mine.add(word);
    requireFound(word, true);
    count("writes");
    if (mine.size() > KEPT) {
      String old = mine.remove(random.nextInt(mine.size()));
      Path gone = own.resolve(old + ".md");
      post(
          "/api/v1/collections/" + COLLECTION + "/sources/remove",
          "{\"path\":" + mapper.writeValueAsString(gone.toString()) + "}");
      Files.delete(gone);
      present.remove(old);
      absent.add(old);
      requireFound(old, false);
      count("deletes");
    }
  }

  private void change(Path watched, Random random) throws Exception {
    Path file = watched.resolve("file" + random.nextInt(30) + ".md");
    if (random.nextInt(4) == 0) {
      Files.deleteIfExists(file);
    } else {
      Files.writeString(file, "Watched words " + random.nextInt(1_000) + " in " + file.getFileName() + ".\n");
    }
    count("changes");
    Thread.sleep(500);
  }

  private void requireFound(String word, boolean expected) throws Exception {
    boolean found = false;
    for (JsonNode hit : ask(word, "lexical").path("hits")) {
      found |= hit.path("text").asText().contains(" " + word + " ");
    }
    if (found != expected) {
      error(word + (found ? " was found though it was deleted" : " was not found"));
    }
  }

  private void verify(String when) throws Exception {
    int before = errors.size();
    for (String word : present) {
      requireFound(word, true);
    }
    for (String word : absent) {
      requireFound(word, false);
    }
    System.out.println(
        when + ": " + present.size() + " acknowledged, " + absent.size() + " deleted, "
            + (errors.size() - before) + " wrong");
  }

  /** Until the watched folder's files are those of the collection. */
  private void awaitInStep(Path watched) throws Exception {
    Instant limit = Instant.now().plusSeconds(120);
    Set<String> expected = ConcurrentHashMap.newKeySet();
    try (var files = Files.list(watched)) {
      for (Path file : files.toList()) {
        expected.add(Files.readString(file).strip());
      }
    }
    Set<String> held;
    do {
      Thread.sleep(500);
      held = ConcurrentHashMap.newKeySet();
      String path = "/api/v1/collections/" + COLLECTION + "/records?limit=1000&name=" + watched;
      for (JsonNode record : get(path).path("records")) {
        held.add(record.path("text").asText().strip());
      }
    } while (!held.equals(expected) && Instant.now().isBefore(limit));
    if (!held.equals(expected)) {
      error("the watched folder has " + expected.size() + " files, the collection " + held.size());
    }
    System.out.println("watched folder: " + expected.size() + " files, in step: " + held.equals(expected));
  }

  // ---------------------------------------------------------------- the server

  private void start() throws Exception {
    Process process = new ProcessBuilder(serve).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the server did not start: " + told);
    }
    server = mapper.readTree(folder.resolve("data/server.json").toFile());
  }

  private void killAndRestart() throws Exception {
    running.writeLock().lock();
    try {
      // Something is under way: a job that nobody waits for.
      post("/api/v1/collections/" + COLLECTION + "/update", "{}");
      ProcessHandle process = ProcessHandle.of(server.path("pid").asLong()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
      start();
      verify("killed with -9 and restarted");
    } finally {
      running.writeLock().unlock();
    }
  }

  private void sample() throws Exception {
    String metrics = send(request("/metrics").build()).body();
    long pid = server.path("pid").asLong();
    double rss = 0;
    Path status = Path.of("/proc/" + pid + "/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        rss = line.startsWith("VmRSS") ? Double.parseDouble(line.replaceAll("\\D", "")) / 1e3 : rss;
      }
    }
    System.out.printf(
        "%8.1f %10.0f %10.0f %8.0f %8.0f %10s %9s %8s%n",
        (ProcessHandle.current().info().startInstant().map(from -> Duration.between(from, Instant.now()).toSeconds()).orElse(0L)) / 60.0,
        rss,
        metric(metrics, "jvm_memory_used_bytes{area=\"heap\"") / 1e6,
        metric(metrics, "process_files_open_files"),
        metric(metrics, "jvm_threads_live_threads"),
        counts.getOrDefault("searches", new AtomicLong()),
        counts.getOrDefault("writes", new AtomicLong()),
        counts.getOrDefault("changes", new AtomicLong()));
  }

  private static double metric(String metrics, String name) {
    return metrics.lines().filter(line -> line.startsWith(name)).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
  }

  // ---------------------------------------------------------------- HTTP

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.path("url").asText() + path.replace(" ", "%20")))
        .header("Authorization", "Bearer " + server.path("token").asText());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(request.uri().getPath() + ": " + response.statusCode() + " " + response.body());
    }
    return response;
  }

  private JsonNode get(String path) throws Exception {
    return mapper.readTree(send(request(path).build()).body());
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpRequest.Builder post =
        request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    return mapper.readTree(send(post.build()).body());
  }

  private JsonNode ask(String question, String mode) throws Exception {
    return post(
        "/api/v1/collections/" + COLLECTION + "/search",
        mapper.writeValueAsString(Map.of("question", question, "mode", mode, "k", 3)));
  }

  /** A job, once it has ended. */
  private JsonNode job(JsonNode job) throws Exception {
    String path = "/api/v1/jobs/" + job.path("id").asText();
    send(request(path + "/events").build());
    return get(path);
  }
}
