package dev.ragged.server;

import dev.ragged.RaggedException;
import dev.ragged.app.AddFiles;
import dev.ragged.app.AllowedPaths;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.PassageSize;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.watch.Watch;
import dev.ragged.app.watch.WatchedSource;
import dev.ragged.config.SettingKeys;
import dev.ragged.mcp.McpServlet;
import dev.ragged.mcp.McpTools;
import dev.ragged.server.api.Api;
import dev.ragged.server.api.SearchLimits;
import dev.ragged.server.http.Guard;
import dev.ragged.server.http.ProblemErrors;
import dev.ragged.server.http.ReadersOnly;
import dev.ragged.server.http.Route;
import dev.ragged.server.http.RouteServlet;
import dev.ragged.server.job.AddProgress;
import dev.ragged.server.job.Jobs;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server over the collections of a data directory, which stay open, with their model.
 * Started by its construction; closing it lets open requests finish.
 */
public final class RaggedServer implements AutoCloseable {
  private static final String MCP = "/mcp";
  private static final int MAX_THREADS = 128;
  private static final int IDLE_MILLIS = 60_000;
  private static final int STOP_MILLIS = 30_000;
  private static final int HEADER_BYTES = 16 * 1024;

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Jobs jobs = new Jobs();
  private final StoreRouter stores;
  private final OpenCollections open;
  private final SearchLimits searchLimits;
  private final List<Route> routes;
  private final McpServlet agents;
  private final Watch watch;
  private final Server server;
  private final ServerConnector connector;
  private Housekeeping housekeeping;
  private final ServerOptions options;

  /**
   * Starts it.
   *
   * @param stores stays the caller's to close, after this
   * @throws RaggedException if it cannot listen there
   */
  public RaggedServer(StoreRouter stores, ServerOptions options) {
    this.options = options;
    this.stores = stores;
    ServerOptions.Limits limits = options.limits();
    this.searchLimits =
        new SearchLimits(limits.searches(), limits.waiting(), limits.seconds(), metrics);
    this.open = new OpenCollections(stores, searchLimits);
    measure();
    AllowedPaths allowed = AllowedPaths.in(options.allowed());
    this.watch = options.watch() ? Watch.start(stores, new WatchLog()) : null;
    this.routes =
        new Api(stores, open, jobs, allowed, metrics, this::isReady, this::watched).routes();
    this.agents = new McpServlet(new McpTools(stores, open, allowed), Guard::mayChange);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("ragged-http");
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    this.connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(new ProblemErrors());
    SizeLimitHandler limited = new SizeLimitHandler(limits.bodyBytes(), -1);
    limited.setHandler(context());
    server.setHandler(new GracefulHandler(limited));
    start();
  }

  private ServletContextHandler context() {
    ServletContextHandler context = new ServletContextHandler();
    context.setErrorHandler(new ProblemErrors());
    boolean readsWithoutToken = isLoopback(options.host()) && !options.requireToken();
    Guard guard = new Guard(options.token(), options.hosts(), readsWithoutToken);
    addFilter(context, guard, "/*");
    addFilter(context, new ReadersOnly(), MCP);
    ServletHolder mcp = new ServletHolder(agents);
    mcp.setAsyncSupported(true);
    context.addServlet(mcp, MCP);
    context.addServlet(new ServletHolder(new RouteServlet(routes, metrics)), "/*");
    return context;
  }

  private static void addFilter(ServletContextHandler context, Filter filter, String path) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true); // agents hold streams open
    context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
  }

  private void measure() {
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    new FileDescriptorMetrics().bindTo(metrics);
    garbage.bindTo(metrics);
  }

  private void start() {
    boolean success = false;
    try {
      server.start();
      housekeeping =
          new Housekeeping(
              open, stores.settings().value(SettingKeys.COLLECTION).text(), options.warm());
      success = true;
    } catch (Exception e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RaggedException(
          "The server cannot listen at "
              + options.host()
              + ", port "
              + options.port()
              + ": "
              + cause.getMessage()
              + "; stop what uses it, or choose another with --port.",
          e);
    } finally {
      if (!success) {
        close();
      }
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private boolean isReady() {
    return server.isRunning();
  }

  /** Null if nothing is watched. */
  private List<WatchedSource> watched() {
    return watch == null ? null : watch.status();
  }

  /** Where it answers, without a slash at the end. */
  public String url() {
    String host = options.host();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + connector.getLocalPort();
  }

  /** What it answers. */
  List<Route> routes() {
    return routes;
  }

  /** Adds files and folders as a job, with the settings' sizes; for whoever starts the server. */
  public void add(String collection, List<Path> paths) {
    AddFiles.Request request =
        new AddFiles.Request(collection, paths, PassageSize.of(stores.settings()));
    jobs.submit(
        "add",
        collection,
        job -> new AddFiles(stores).run(request, new AddProgress(job), job.cancellation()).json());
  }

  /** Waits until another thread closes it. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Lets open requests finish, and stops jobs in good order. Another call waits for the first. */
  @Override
  public synchronized void close() {
    // Jobs and agents first: those who watch one, and those who listen, hold a request open.
    jobs.close();
    if (watch != null) {
      watch.close();
    }
    agents.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new RaggedException("The server did not stop: " + e.getMessage() + ".", e);
    } finally {
      if (housekeeping != null) {
        housekeeping.close();
      }
      searchLimits.close();
      open.close();
      garbage.close();
      metrics.close();
    }
  }
}
