package dev.ragged.server.job;

import dev.ragged.server.http.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The jobs of a server: a few at a time, the others in a queue. Those that have ended are
 * remembered for some time. Safe for several threads.
 */
public final class Jobs implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int MAX_WAITING = 100;
  private static final int MAX_REMEMBERED = 200;

  private final ExecutorService threads;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  public Jobs() {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "ragged-job-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Puts a job into the queue.
   *
   * @param kind what it does, for people
   * @throws Problem if too many wait already
   */
  public synchronized Job submit(String kind, String collection, Job.Work work) {
    if (count(Job.State.QUEUED) >= MAX_WAITING) {
      throw new Problem(503, "Too many jobs are waiting; try again later.").retryAfter(30);
    }
    forgetOld();
    Job job = new Job(UUID.randomUUID().toString(), kind, collection, work);
    jobs.put(job.id(), job);
    threads.execute(job::run);
    return job;
  }

  private void forgetOld() {
    Iterator<Job> oldest = jobs.values().iterator();
    for (int more = jobs.size() - MAX_REMEMBERED + 1; more > 0 && oldest.hasNext(); ) {
      if (oldest.next().state().isEnd()) {
        oldest.remove();
        more--;
      }
    }
  }

  /** How many are in a state. */
  public synchronized long count(Job.State state) {
    return jobs.values().stream().filter(job -> job.state() == state).count();
  }

  /** A job by its id. */
  public synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** All that are remembered, the newest first. */
  public synchronized List<Job> all() {
    List<Job> all = new ArrayList<>(jobs.values());
    Collections.reverse(all);
    return all;
  }

  /** Stops all in good order; what they have finished stays. Waits for a minute at most. */
  @Override
  public void close() {
    threads.shutdown();
    all().forEach(Job::cancel);
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
