package dev.ragged.app.watch;

import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registry;
import dev.ragged.ingest.FileState;
import dev.ragged.ingest.SourceRules;
import dev.ragged.ingest.SourceScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Finds out what has changed in a source, by scans: soon after events, or from time to time. For
 * one thread, except for {@link #changed()}.
 */
final class SourceWatch implements FolderEvents.Interest {
  /** What is at the path of a source, so that another in its place is noticed. */
  private record Found(boolean there, boolean folder, String key) {
    static final Found NOTHING = new Found(false, false, "");

    static Found at(Path path) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Found(true, attributes.isDirectory(), String.valueOf(attributes.fileKey()));
      } catch (IOException e) {
        return NOTHING;
      }
    }
  }

  private static final SourceScan.Seen NOT_THERE = new SourceScan.Seen(0, Long.MIN_VALUE);

  final Path path;
  final SourceRules rules;
  private final Path dataDir;
  private final FolderEvents events;
  private final Pace pace;
  private final Runnable wake;
  private final BooleanSupplier stop;

  private Set<WatchKey> keys = new HashSet<>();

  /** Why only scans tell of changes; null where events do. */
  private String whyRescans;

  private Found found = Found.NOTHING;

  /** The files that the collection was brought into step with last. */
  private Map<String, SourceScan.Seen> settled;

  /** The files as the last scan found them, and as the one before it did. */
  private SourceScan scan;

  private Map<String, SourceScan.Seen> before = Map.of();
  private Set<String> pending = Set.of();
  private long scanned;
  private long nextScan;

  /** When the first and the last event came that no scan has followed. Guarded by this. */
  private long firstEvent;

  private long lastEvent;
  private boolean told;

  /**
   * @param files what is known of its files
   * @param dataDir what ragged writes itself, which may lie in the source
   * @param wake is run when something has changed, on another thread
   * @param stop whether to end a scan
   */
  SourceWatch(
      RegisteredSource source,
      Map<String, FileState> files,
      Path dataDir,
      FolderEvents events,
      Pace pace,
      Runnable wake,
      BooleanSupplier stop) {
    this.path = source.path();
    this.rules = source.rules();
    this.dataDir = dataDir;
    this.events = events;
    this.pace = pace;
    this.wake = wake;
    this.stop = stop;
    this.settled = new HashMap<>();
    files.forEach(
        (name, state) -> {
          if (Registry.isIn(path.toString(), name)) {
            settled.put(name, new SourceScan.Seen(state.bytes(), state.modified()));
          }
        });
  }

  @Override
  public void changed() {
    boolean first;
    synchronized (this) {
      lastEvent = System.nanoTime();
      first = !told;
      if (first) {
        told = true;
        firstEvent = lastEvent;
      }
    }
    if (first) {
      wake.run();
    }
  }

  /** Scans it if that is due. */
  void look() {
    long now = System.nanoTime();
    Found here = Found.at(path);
    boolean first = scan == null;
    boolean replaced = here.there() != found.there() || here.folder() != found.folder();
    // Where events are of no use, neither need a file's key be.
    replaced |= whyRescans == null && !here.key().equals(found.key());
    found = here;
    if (first || replaced) {
      whyRescans = events.lacking(path);
    }
    if (first || replaced || now - nextScan >= 0 || eventsRest(now)) {
      scan();
    }
  }

  private synchronized boolean eventsRest(long now) {
    return told
        && (now - lastEvent >= pace.quiet().toNanos()
            || now - firstEvent >= pace.longestWait().toNanos());
  }

  /** When to look again at the latest, by {@link System#nanoTime()}. */
  synchronized long next() {
    if (!told) {
      return nextScan;
    }
    long rest = lastEvent + pace.quiet().toNanos();
    long longest = firstEvent + pace.longestWait().toNanos();
    long due = rest - longest < 0 ? rest : longest;
    return due - nextScan < 0 ? due : nextScan;
  }

  private void scan() {
    synchronized (this) {
      told = false; // what comes from here on may be missed by this scan
    }
    long start = System.nanoTime();
    Set<WatchKey> entered = new HashSet<>();
    if (Files.isRegularFile(path)) {
      enter(path.getParent(), entered);
    }
    SourceScan latest = SourceScan.of(path, rules, folder -> enter(folder, entered));
    before = scan == null ? Map.of() : scan.files();
    scan = withoutOwn(latest);
    pending = differences();
    if (whyRescans != null) {
      entered.forEach(key -> events.release(key, this));
      entered.clear();
    }
    keys.stream().filter(key -> !entered.contains(key)).forEach(key -> events.release(key, this));
    keys = entered;
    scanned = System.nanoTime();
    Duration usual = whyRescans == null ? pace.safety() : pace.rescan();
    nextScan = scanned + Pace.between(usual, Duration.ofNanos(scanned - start)).toNanos();
  }

  /** Watches a folder before it is read, so that no change falls between the two. */
  private void enter(Path folder, Set<WatchKey> entered) {
    if (stop.getAsBoolean()) {
      throw new CancellationException();
    }
    if (whyRescans != null || folder.startsWith(dataDir)) {
      return;
    }
    try {
      WatchKey key = events.watch(folder, this);
      if (key != null) {
        entered.add(key);
      }
    } catch (FolderEvents.TooManyException e) {
      whyRescans = e.getMessage();
    }
  }

  /** An update that saw its own writing as a change would never end. */
  private SourceScan withoutOwn(SourceScan all) {
    if (!dataDir.startsWith(path)) {
      return all;
    }
    Map<String, SourceScan.Seen> others = new HashMap<>(all.files());
    others.keySet().removeIf(name -> Registry.isIn(dataDir.toString(), name));
    return new SourceScan(others, all.trouble());
  }

  private Set<String> differences() {
    Set<String> names = new HashSet<>(settled.keySet());
    names.addAll(scan.files().keySet());
    names.removeIf(name -> Objects.equals(scan.files().get(name), settled.get(name)));
    return names;
  }

  /** The number of files that have changed since the collection was brought into step. */
  int pending() {
    return pending.size();
  }

  /** Whether one of these files may still be written to; it is then looked at again soon. */
  boolean unsettled() {
    long young = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - pace.quiet().toNanos();
    boolean unsettled =
        pending.stream()
            .anyMatch(
                name -> {
                  SourceScan.Seen seen = scan.files().getOrDefault(name, NOT_THERE);
                  return seen.modified() > young && !seen.equals(before.get(name));
                });
    if (unsettled) {
      nextScan = scanned + pace.quiet().toNanos();
    }
    return unsettled;
  }

  /** Notes that the collection is in step with what the last scan found. */
  void settle() {
    settled = scan.files();
    pending = Set.of();
  }

  /** Why only scans tell of changes; null where events do. */
  String whyRescans() {
    return whyRescans;
  }

  boolean missing() {
    return !found.there();
  }

  void close() {
    keys.forEach(key -> events.release(key, this));
    keys.clear();
  }
}
