package dev.ragged.faults;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * All versions of a collection that one thread writes. They follow from the seed, so every process
 * knows them without being told.
 */
final class CrowdHistory {
  static final int IDS = 24;
  private static final int KEPT = 4_000;

  /** What is done to get from one version to the next. */
  enum Step {
    CREATE,
    ADD,
    UPSERT,
    REPLACE_IDS,
    REPLACE_WHERE,
    DELETE_IDS,
    DELETE_WHERE,
    COMPACT,
    CHECK,
    REOPEN,
    RENAME,
    DROP
  }

  /**
   * A version.
   *
   * @param name null if there is no collection
   * @param passages the version of each passage's text
   * @param step how it came about, from the version before
   * @param ids what the step was about
   */
  record State(long version, String name, Map<String, Long> passages, Step step, List<String> ids) {
    /** Whether the collection's name is another than in the version before. */
    boolean isMove() {
      return step == Step.CREATE || step == Step.RENAME || step == Step.DROP;
    }
  }

  private final long seed;
  private final int number;
  private final boolean steady;
  private final Deque<State> states = new ArrayDeque<>();

  /**
   * @param steady whether it is never renamed or dropped
   */
  CrowdHistory(long seed, int number, boolean steady) {
    this.seed = seed;
    this.number = number;
    this.steady = steady;
    states.add(new State(0, null, Map.of(), Step.DROP, List.of()));
  }

  boolean steady() {
    return steady;
  }

  String name(boolean other) {
    return "crowd-" + number + (other ? "-renamed" : "");
  }

  /** The versions from one to another, both included. */
  synchronized List<State> between(long from, long to) {
    while (states.getLast().version() < to) {
      states.add(next(states.getLast()));
      if (states.size() > KEPT) {
        states.removeFirst();
      }
    }
    if (states.getFirst().version() > from) {
      throw new IllegalStateException("Version " + from + " is forgotten.");
    }
    List<State> between = new ArrayList<>();
    // From the end, where readers are.
    var walk = states.descendingIterator();
    while (walk.hasNext()) {
      State state = walk.next();
      if (state.version() < from) {
        break;
      }
      if (state.version() <= to) {
        between.add(state);
      }
    }
    return between;
  }

  /** Whether it was created, renamed or dropped after a version, and not after another. */
  boolean moves(long after, long to) {
    return !steady && between(after, to).stream().anyMatch(s -> s.version() > after && s.isMove());
  }

  State at(long version) {
    return between(version, version).get(0);
  }

  private State next(State before) {
    long version = before.version() + 1;
    Random random = new Random(seed * 1_000_003 + number * 7_919L + version * 104_729);
    random.nextInt();
    Map<String, Long> passages = new TreeMap<>(before.passages());
    if (before.name() == null) {
      return new State(version, name(false), Map.of(), Step.CREATE, List.of());
    }
    Step step = step(random);
    String name = before.name();
    List<String> ids = new ArrayList<>();
    switch (step) {
      case UPSERT, REPLACE_IDS, REPLACE_WHERE -> draw(random, ids, 1 + random.nextInt(3));
      case DELETE_IDS -> draw(random, ids, 1 + random.nextInt(2));
      case ADD -> {
        draw(random, ids, 1 + random.nextInt(4));
        ids.removeAll(passages.keySet());
        if (ids.isEmpty()) {
          step = Step.CHECK;
        }
      }
      case RENAME -> name = name(name.equals(name(false)));
      case DROP -> name = null;
      default -> {}
    }
    switch (step) {
      case REPLACE_IDS -> passages.remove(replaced(version));
      case REPLACE_WHERE, DELETE_WHERE -> passages.values().removeIf(v -> v % 7 == version % 7);
      case DELETE_IDS -> ids.forEach(passages::remove);
      case DROP -> passages.clear();
      default -> {}
    }
    if (List.of(Step.ADD, Step.UPSERT, Step.REPLACE_IDS, Step.REPLACE_WHERE).contains(step)) {
      ids.forEach(id -> passages.put(id, version));
    }
    return new State(version, name, Map.copyOf(passages), step, List.copyOf(ids));
  }

  private Step step(Random random) {
    int draw = random.nextInt(100);
    if (draw >= 97) {
      return steady ? Step.CHECK : draw == 99 ? Step.DROP : Step.RENAME;
    }
    return draw < 30
        ? Step.UPSERT
        : draw < 52
            ? Step.ADD
            : draw < 62
                ? Step.REPLACE_IDS
                : draw < 70
                    ? Step.REPLACE_WHERE
                    : draw < 82
                        ? Step.DELETE_IDS
                        : draw < 88
                            ? Step.DELETE_WHERE
                            : draw < 92 ? Step.COMPACT : draw < 94 ? Step.CHECK : Step.REOPEN;
  }

  private static void draw(Random random, List<String> ids, int count) {
    for (int i = 0; i < count; i++) {
      String id = "p" + random.nextInt(IDS);
      if (!ids.contains(id)) {
        ids.add(id);
      }
    }
  }

  /** The passage that {@link Step#REPLACE_IDS} deletes. */
  static String replaced(long version) {
    return "p" + version % IDS;
  }

  /** The remainder modulo 7 of the versions that a condition means. */
  static long remainder(long version) {
    return version % 7;
  }

  /** A passage as a version writes it. */
  Passage passage(String id, long version) {
    return Passage.of(
        id,
        text(id, version),
        Metadata.of("version", version).with("remainder", remainder(version)));
  }

  String text(String id, long version) {
    return "all of crowd" + number + " passage " + id + " word" + version % 50 + " v" + version;
  }

  /** The version in a text, or -1 if it is none of ours. */
  static long version(String text) {
    int at = text == null ? -1 : text.lastIndexOf(" v");
    try {
      return at < 0 ? -1 : Long.parseLong(text.substring(at + 2));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
