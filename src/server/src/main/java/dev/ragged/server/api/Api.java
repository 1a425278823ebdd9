package dev.ragged.server.api;

import dev.ragged.app.AllowedPaths;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.QuestionDefaults;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.watch.WatchedSource;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.Jobs;
import dev.ragged.server.page.PageRoutes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All routes, over what they share. */
public final class Api {
  private final List<Route> routes;

  /**
   * @param ready whether the server takes requests
   * @param watched what is kept in step, or null if nothing is
   */
  public Api(
      StoreRouter stores,
      OpenCollections open,
      Jobs jobs,
      AllowedPaths allowed,
      PrometheusMeterRegistry metrics,
      BooleanSupplier ready,
      Supplier<List<WatchedSource>> watched) {
    routes =
        Stream.of(
                new ServerRoutes(stores, open, jobs, metrics, ready).routes(),
                new CollectionRoutes(stores, open, jobs).routes(),
                new SearchRoutes(
                        open, new Questions(new QuestionDefaults(stores.settings())), metrics)
                    .routes(),
                new SourceRoutes(stores, allowed, jobs, watched).routes(),
                new JobRoutes(jobs).routes(),
                new PageRoutes().routes())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }
}
