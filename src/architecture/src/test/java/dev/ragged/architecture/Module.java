package dev.ragged.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The modules that ship, and which of each other they may use; each is one folder of src. */
enum Module {
  CORE("core", "dev.ragged"),
  TESTKIT("testkit", "dev.ragged.testkit", CORE),
  LEANN_NATIVE("leann-native", "dev.ragged.leann.natives"),
  LEANN("leann", "dev.ragged.leann", CORE, LEANN_NATIVE),
  CHROMA("chroma", "dev.ragged.chroma", CORE),
  EMBED("embed", "dev.ragged.embed", CORE),
  EMBED_TORCH("embed-torch", "dev.ragged.embed.torch", CORE, EMBED),
  LANGCHAIN4J("langchain4j", "dev.ragged.langchain4j", CORE),
  SPRING_AI("spring-ai", "dev.ragged.springai", CORE, EMBED),
  SPRING_BOOT("spring-boot-autoconfigure", "dev.ragged.springboot", CORE, EMBED, SPRING_AI),
  INGEST("ingest", "dev.ragged.ingest", CORE),
  MIGRATE("migrate", "dev.ragged.migrate", CORE),
  EVAL("eval", "dev.ragged.eval", CORE, INGEST),
  PEERS("peers", "dev.ragged.peers", CORE, EVAL),
  CONFIG("config", "dev.ragged.config", CORE),
  APP("app", "dev.ragged.app", CORE, CONFIG, EMBED, INGEST, MIGRATE, EVAL),
  MCP("mcp", "dev.ragged.mcp", CORE, CONFIG, EMBED, INGEST, MIGRATE, EVAL, APP),
  SERVER("server", "dev.ragged.server", CORE, CONFIG, EMBED, INGEST, APP, MCP),
  CLI("cli", "dev.ragged.cli", CORE, CONFIG, EMBED, INGEST, MIGRATE, EVAL, APP, MCP, SERVER);

  /** Its folder in src. */
  final String folder;

  private final String root;
  private final Set<Module> uses;

  Module(String folder, String root, Module... uses) {
    this.folder = folder;
    this.root = root;
    this.uses = Set.of(uses);
  }

  /** The module that a class of ours is in; empty for those of others. */
  static Optional<Module> of(JavaClass type) {
    return Arrays.stream(values())
        .filter(module -> module.contains(type.getPackageName()))
        // The packages of one module may lie under another's: the longest name is right.
        .max((one, other) -> Integer.compare(one.root.length(), other.root.length()));
  }

  private boolean contains(String name) {
    if (this == CORE) { // everything lies under its root
      return name.equals(root) || name.equals("dev.ragged.spi");
    }
    return name.equals(root) || name.startsWith(root + ".");
  }

  /** Whether its classes may use those of a module. */
  boolean mayUse(Module other) {
    return this == other || uses.contains(other);
  }

  /** All but those that only tests use. */
  static Set<Module> product() {
    return EnumSet.complementOf(EnumSet.of(TESTKIT));
  }
}
