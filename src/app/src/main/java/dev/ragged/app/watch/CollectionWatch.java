package dev.ragged.app.watch;

import dev.ragged.CollectionLockedException;
import dev.ragged.RaggedException;
import dev.ragged.app.AddFiles;
import dev.ragged.app.UpdateSources;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one collection in step, on a thread of its own: looks at its registry, scans its sources,
 * and updates it once files have changed and have come to rest.
 */
final class CollectionWatch implements Runnable {
  private final String collection;
  private final Watching shared;
  private final Thread thread;

  private List<SourceWatch> sources = List.of();
  private List<RegisteredSource> registered = List.of();
  private String stamp = "";

  /** Whether to update though no file seems to have changed: some things are not seen in files. */
  private boolean wanted;

  /** Since when files wait to be taken up; meaningless while none does. */
  private long pendingSince;

  private int pendingBefore;
  private int failures;
  private long notBefore = System.nanoTime();
  private Instant updated;
  private String waitingFor;
  private String failure;
  private List<String> problems = List.of();
  private volatile List<WatchedSource> status = List.of();
  private volatile boolean stopped;

  /** Guarded by this. */
  private boolean awake;

  CollectionWatch(String collection, Watching shared) {
    this.collection = collection;
    this.shared = shared;
    this.thread = new Thread(this, "ragged-watch-" + collection);
    thread.setDaemon(true);
    thread.start();
  }

  /** Asks it to end after what it does now. */
  void stop() {
    stopped = true;
    wake();
  }

  /** Waits until it has ended, for at most so long. */
  void join(Duration patience) throws InterruptedException {
    thread.join(1 + patience.toMillis());
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  List<WatchedSource> status() {
    return status;
  }

  private synchronized void wake() {
    awake = true;
    notifyAll();
  }

  private synchronized void rest(long until) throws InterruptedException {
    long left;
    while (!awake && !stopped && (left = until - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    awake = false;
  }

  private boolean stops() {
    return stopped || shared.cancellation().isCancelled();
  }

  @Override
  public void run() {
    try {
      while (!stops()) {
        rest(step());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sources.forEach(SourceWatch::close);
      status = List.of();
    }
  }

  /** Does what is due; returns when to come back, by {@link System#nanoTime()}. */
  private long step() {
    long start = System.nanoTime();
    try {
      if (failure == null || notBefore - start <= 0) {
        readRegistry();
      }
      sources.forEach(SourceWatch::look);
      boolean due = due();
      report(false);
      if (due && notBefore - System.nanoTime() <= 0) {
        update();
        report(false);
        return System.nanoTime(); // something may have changed meanwhile
      }
    } catch (CancellationException e) {
      return start; // it is being stopped
    } catch (RuntimeException | Error e) {
      failed(e);
      report(false);
    }
    long next = start + shared.pace().look().toNanos();
    for (SourceWatch source : sources) {
      next = earlier(next, source.next());
    }
    return notBefore - start > 0 ? earlier(next, notBefore) : next;
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  /** Takes up sources that were added or removed, by whatever process. */
  private void readRegistry() {
    String now = shared.registries().stamp(collection);
    if (now.equals(stamp)) {
      return;
    }
    Registry registry = shared.registries().loadSound(collection);
    List<RegisteredSource> found =
        registry.sources().stream().map(CollectionWatch::withoutFiles).toList();
    if (!found.equals(registered)) {
      List<SourceWatch> kept = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        int known = registered.indexOf(found.get(i));
        kept.add(known < 0 ? watch(registry.sources().get(i), registry) : sources.get(known));
      }
      sources.stream().filter(one -> !kept.contains(one)).forEach(SourceWatch::close);
      sources = kept;
      registered = found;
      wanted = true;
    }
    stamp = now;
  }

  private static RegisteredSource withoutFiles(RegisteredSource source) {
    return RegisteredSource.of(
        source.path(), source.rules(), source.chunkTokens(), source.overlap());
  }

  private SourceWatch watch(RegisteredSource source, Registry registry) {
    return new SourceWatch(
        source,
        registry.files(),
        shared.dataDir(),
        shared.events(),
        shared.pace(),
        this::wake,
        this::stops);
  }

  /** Whether to update now: something is to be done, and no file is still being written. */
  private boolean due() {
    long now = System.nanoTime();
    int pending = 0;
    boolean unsettled = false;
    for (SourceWatch source : sources) {
      pending += source.pending();
      unsettled |= source.unsettled();
    }
    if (pendingBefore == 0 && pending > 0) {
      pendingSince = now;
    }
    pendingBefore = pending;
    boolean waited = now - pendingSince >= shared.pace().longestWait().toNanos();
    return !sources.isEmpty() && (wanted || pending > 0) && (!unsettled || waited);
  }

  private void update() {
    if (!shared.takeTurn(this::stops)) {
      return;
    }
    try {
      report(true);
      UpdateSources.Listener hearing =
          new UpdateSources.Listener() {
            @Override
            public void failed(RaggedException failure) {
              throw failure;
            }
          };
      UpdateSources.Report report =
          new UpdateSources(shared.stores(), new Patience(0, sentence -> {}))
              .run(
                  new UpdateSources.Request(List.of(collection), false, guarded -> false),
                  hearing,
                  shared.cancellation());
      if (!report.cancelled()) {
        updated(report.collections().get(0));
      }
    } catch (CollectionLockedException e) {
      waits(e);
    } finally {
      shared.endTurn();
    }
  }

  private void updated(AddFiles.Report report) {
    sources.forEach(SourceWatch::settle);
    wanted = false;
    pendingBefore = 0;
    failures = 0;
    failure = null;
    waitingFor = null;
    updated = Instant.now();
    Set<String> known = new HashSet<>(problems);
    problems = report.problems();
    report(false);
    shared.tell(listener -> listener.updated(report));
    problems.stream()
        .filter(problem -> !known.contains(problem))
        .forEach(problem -> shared.tell(listener -> listener.problem(collection, problem)));
  }

  /** Others write to it: that is no failure, and takes as long as it takes. */
  private void waits(CollectionLockedException locked) {
    wanted = true;
    failures = 0;
    failure = null;
    notBefore = System.nanoTime() + shared.pace().look().toNanos();
    boolean first = waitingFor == null;
    waitingFor = locked.holder();
    if (first) {
      shared.tell(listener -> listener.waiting(collection, locked.holder()));
    }
  }

  private void failed(Throwable thrown) {
    wanted = true;
    failures++;
    waitingFor = null;
    failure =
        thrown instanceof RaggedException && thrown.getMessage() != null
            ? thrown.getMessage()
            : thrown.toString();
    Duration retry = shared.pace().retry(failures);
    notBefore = System.nanoTime() + retry.toNanos();
    shared.tell(listener -> listener.failed(collection, failure, retry));
  }

  private void report(boolean updating) {
    List<WatchedSource> all = new ArrayList<>();
    for (SourceWatch source : sources) {
      all.add(
          new WatchedSource(
              collection,
              source.path,
              source.whyRescans(),
              source.missing(),
              source.pending(),
              updating,
              updated,
              waitingFor,
              failure,
              problems));
    }
    status = List.copyOf(all);
  }
}
