package dev.ragged.faults;

import dev.ragged.testkit.ChromaInstallation;
import dev.ragged.testkit.FaultyProxy;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes what a real Chroma server answers. Every command must still end soon, with one clear
 * sentence or as if nothing had happened. Not in the sample, because the server takes a minute to
 * install.
 */
final class HostileServer implements FaultKind {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration START = Duration.ofMinutes(2);
  private static final int MIN = 20;
  private static final String COLLECTION = "served";

  @Override
  public String name() {
    return "hostile-server";
  }

  @Override
  public int faults() {
    return 300;
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    if (plan.faults() < MIN && plan.only() == null) {
      return;
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(ChromaInstallation.command());
    command.addAll(
        List.of(
            "run",
            "--path",
            plan.work().resolve("chroma").toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port)));
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(plan.work().resolve("chroma.log").toFile())
            .start();
    URI url = URI.create("http://127.0.0.1:" + port);
    try (Bench bench = new Bench(plan.work());
        FaultyProxy proxy = FaultyProxy.before(url)) {
      await(url);
      Path passages = plan.work().resolve("sound.jsonl");
      bench.mustRun(LIMIT, args(url, "add", passages.toString()));
      for (int i = 0; i < plan.faults(); i++) {
        String name = "answer-" + i;
        if (plan.includes(name)) {
          trial(name, bench, proxy, plan.random(name), report);
        }
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static void await(URI url) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v2/heartbeat")).build();
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(200);
    }
  }

  private static String[] args(URI url, String... command) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--backend", "chromadb", "--chroma-url", url.toString()));
    if (!Set.of("list", "stats", "check").contains(command[0])) {
      args.addAll(List.of("-c", COLLECTION));
    }
    return args.toArray(String[]::new);
  }

  private void trial(String name, Bench bench, FaultyProxy proxy, Random random, Report report)
      throws Exception {
    List<String[]> commands =
        List.of(
            new String[] {"list"},
            new String[] {"stats"},
            new String[] {"check"},
            new String[] {"get", "--where", "{}"},
            new String[] {"get", "s1", "s3"},
            new String[] {"search", "tea"},
            new String[] {"search", "tea", "--where", "{\"year\": {\"$gt\": 1991}}"},
            new String[] {"export"},
            new String[] {"delete", "no-such-id"});
    String[] command = commands.get(random.nextInt(commands.size()));
    AtomicInteger untouched = new AtomicInteger(random.nextInt(5));
    StringBuffer sent = new StringBuffer();
    proxy.change(
        body -> {
          if (untouched.getAndDecrement() != 0) {
            return body;
          }
          byte[] changed =
              random.nextInt(4) == 0
                  ? HostileText.mutate(body, random)
                  : HostileText.bytes(
                      HostileText.mutate(new String(body, StandardCharsets.UTF_8), random));
          sent.append(new String(changed, StandardCharsets.UTF_8));
          return changed;
        });
    List<String> wrong = new ArrayList<>();
    String ended = null;
    try {
      CommandWorker.Result result = bench.run(LIMIT, args(proxy.url(), command));
      // What a server says may be quoted.
      Bench.judge(result, sent.toString(), Set.of(0, 1), wrong);
      String control = Sentences.control(result.out(), true);
      if (control != null) {
        wrong.add("on standard output " + control);
      }
      ended =
          sent.length() == 0 ? "not reached" : result.status() == 0 ? "accepted" : "clear error";
      proxy.change(body -> body);
      bench.judgeSurroundings(wrong);
    } catch (Worker.NoAnswerException e) {
      wrong.add(e.getMessage());
    }
    if (wrong.isEmpty()) {
      report.ended(this, command[0], ended);
    } else {
      wrong.add("the command: " + String.join(" ", command));
      wrong.add("the server answered: " + Bench.cut(sent.toString()));
      report.counterExample(this, command[0], name, String.join("\n", wrong));
    }
  }
}
