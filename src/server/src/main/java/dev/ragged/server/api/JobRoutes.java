package dev.ragged.server.api;

import dev.ragged.app.json.Json;
import dev.ragged.server.http.EventStream;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.Job;
import dev.ragged.server.job.Jobs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Jobs: looked at, watched and cancelled. */
public final class JobRoutes {
  private static final int ACCEPTED = 202;

  /** Each of those who watch holds a thread. */
  private static final int MAX_WATCHING = 32;

  /** Between two events of a job that reports often. */
  private static final int PAUSE_MILLIS = 100;

  private static final int KEEP_ALIVE_MILLIS = 15_000;

  private final Jobs jobs;
  private final Semaphore watching = new Semaphore(MAX_WATCHING);

  public JobRoutes(Jobs jobs) {
    this.jobs = jobs;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/jobs", this::list),
        Route.get("/api/v1/jobs/{job}", this::show),
        Route.get("/api/v1/jobs/{job}/events", this::watch),
        Route.change("DELETE", "/api/v1/jobs/{job}", this::cancel));
  }

  /** Answers that a job was put into the queue, and where to look at it. */
  static void accepted(Exchange exchange, Job job) throws IOException {
    exchange.location("/api/v1/jobs/" + job.id());
    exchange.json(ACCEPTED, job.json());
  }

  private Job job(Exchange exchange) {
    return jobs.find(exchange.path("job"))
        .orElseThrow(() -> new Problem(404, "There is no job of this id, or it ended long ago."));
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(Json.object("jobs", jobs.all().stream().map(Job::json).toList()));
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(job(exchange).json());
  }

  private void cancel(Exchange exchange) throws IOException {
    Job job = job(exchange);
    job.cancel();
    exchange.json(ACCEPTED, job.json());
  }

  private void watch(Exchange exchange) throws IOException {
    Job job = job(exchange);
    if (!watching.tryAcquire()) {
      throw new Problem(503, "Too many clients watch jobs; ask for the job itself instead.")
          .retryAfter(5);
    }
    try {
      EventStream events = exchange.events();
      long told = -1;
      while (true) {
        long version = job.version();
        if (version != told) {
          told = version;
          boolean end = job.state().isEnd();
          events.send("job", job.json());
          if (end) {
            return;
          }
          Thread.sleep(PAUSE_MILLIS);
        } else if (job.await(told, KEEP_ALIVE_MILLIS) == told) {
          events.keepAlive();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    } finally {
      watching.release();
    }
  }
}
