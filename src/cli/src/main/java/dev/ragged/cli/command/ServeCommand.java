package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.AllowedPaths;
import dev.ragged.app.RunningServer;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.server.RaggedServer;
import dev.ragged.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged serve}. */
@Command(
    name = "serve",
    description = {
      "Keep the collections and the model open, for the browser, for agents and for scripts: answers"
          + " come at once over HTTP.",
      "Where it listens, its token and its process are in 'server.json' in the data directory, which"
          + " only you can read. Ctrl-C or 'ragged stop' stops it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged serve --open",
      "  ragged serve --watch ~/notes",
      "  ragged serve --background"
    })
final class ServeCommand extends Subcommand {
  private static final int TOKEN_BYTES = 24;

  @FromSettings
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen at (default: ${DEFAULT-VALUE}).")
  String host;

  @FromSettings
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen at; 0 for any (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--watch",
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Keep collections in step with the files and folders that were added to them; those named"
              + " here are added to the collection first.")
  List<Path> watch;

  @Mixin CollectionOption collection;

  @Option(names = "--background", description = "Return once it answers; 'ragged stop' stops it.")
  boolean background;

  @Option(
      names = "--open",
      description = "Open the page in the browser; also that of a server which runs already.")
  boolean open;

  @Override
  public Integer call() throws Exception {
    StoreRouter stores = session.longLivedStores();
    Path dataDir = stores.dataDir();
    Optional<RunningServer> other = RunningServer.of(dataDir);
    if (other.isPresent() && open) {
      show(other.get(), dataDir);
      return DONE;
    }
    if (other.isPresent()) {
      throw new RaggedException(
          "A server runs already at "
              + other.get().url()
              + " (process "
              + other.get().pid()
              + "); stop it with 'ragged stop'.");
    }
    ServerOptions options = checked(this::options);
    for (Path path : watch == null ? List.<Path>of() : watch) {
      if (!Files.exists(path)) {
        throw usage("There is no file or folder '" + path + "'");
      }
    }
    if (background) {
      show(new BackgroundServer(session).start(dataDir), dataDir);
      return DONE;
    }
    try (RaggedServer server = new RaggedServer(stores, options);
        Interrupts interrupts =
            Interrupts.onSignal(
                session.terminal,
                () -> {
                  note("Stopping; open requests are finished. Ctrl-C again stops at once.");
                  stopper(server).start();
                })) {
      RunningServer running =
          new RunningServer(
              server.url(),
              options.token(),
              ProcessHandle.current().pid(),
              session.settings().fingerprint());
      running.write(dataDir);
      try {
        show(running, dataDir);
        if (watch != null && !watch.isEmpty()) {
          server.add(collection.name, watch);
        }
        server.join();
      } finally {
        running.remove(dataDir);
        Browser.forget(dataDir);
      }
    }
    return DONE;
  }

  /** Signals must not wait for what they stop, or a second one would not be heard. */
  private static Thread stopper(RaggedServer server) {
    return new Thread(server::close, "ragged-stop");
  }

  /** Says where it answers, and opens its page if that is wanted. */
  private void show(RunningServer running, Path dataDir) {
    tell(running);
    if (open && !new Browser(session.terminal.env()).open(running, dataDir)) {
      note("No browser could be opened; open " + Browser.address(running) + " in one.");
    }
  }

  private void tell(RunningServer running) {
    if (isJson()) {
      json(Json.object("url", running.url(), "pid", running.pid()));
    } else {
      line("Serving at " + running.url() + "/ (process " + running.pid() + ").");
    }
    session.terminal.out().flush();
  }

  private ServerOptions options() {
    Settings settings = session.settings();
    return new ServerOptions(
        host,
        port,
        token(settings),
        isTrue(settings, SettingKeys.SERVER_REQUIRE_TOKEN),
        words(settings, SettingKeys.SERVER_HOSTS),
        allowed(settings),
        watch != null,
        isTrue(settings, SettingKeys.SERVER_WARM),
        ServerOptions.Limits.DEFAULT);
  }

  private static String token(Settings settings) {
    String set = settings.value(SettingKeys.SERVER_TOKEN).text();
    if (set != null) {
      return set;
    }
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static boolean isTrue(Settings settings, String key) {
    String set = settings.value(key).text();
    if (!set.equals("true") && !set.equals("false")) {
      throw settings.invalid(key, "It must be true or false, got '" + set + "'");
    }
    return set.equals("true");
  }

  /** The folders that clients may have added. */
  static List<Path> allowed(Settings settings) {
    List<String> folders = words(settings, SettingKeys.SERVER_ALLOW);
    return folders.isEmpty()
        ? List.of(Path.of(System.getProperty("user.home")))
        : folders.stream().map(AllowedPaths::path).toList();
  }

  private static List<String> words(Settings settings, String key) {
    List<String> words = settings.value(key).words();
    return words == null ? List.of() : words;
  }
}
