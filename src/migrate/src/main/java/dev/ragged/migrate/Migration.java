package dev.ragged.migrate;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.migrate.MigrationException.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Copies collections from one store to another and proves the copy before it appears.
 *
 * <p>A copy is written under a {@linkplain #isWorkingCopy working name} and gets its own name only
 * once every passage has been compared and both sides have answered the same questions alike. A run
 * that was stopped or killed is resumed by running again: what is there already is compared, not
 * written again. The source is only read. Memory holds a page of passages at a time.
 *
 * <p>Not for use by several threads, but for {@link #cancel}.
 */
public final class Migration {
  private static final String SUFFIX = ".migrating";

  /** Comparing finds nothing to do the first time, unless somebody writes to the source. */
  private static final int PASSES = 3;

  /** Passages a page where a model embeds them: about a second's work. */
  private static final int PAGE_EMBEDDED = 64;

  private static final int MAX_NAME_KEPT = 200;

  private final VectorStore source;
  private final MigrationTarget target;
  private final Embedder embedder;
  private final MigrationOptions options;
  private final MigrationListener listener;
  private volatile boolean cancelled;

  /**
   * @param source stays the caller's to close. Open it with its collections' model where it embeds
   *     to give vectors, else without one.
   * @param embedder the model to use in the target, or null if there is none; stays the caller's
   */
  public Migration(
      VectorStore source,
      MigrationTarget target,
      Embedder embedder,
      MigrationOptions options,
      MigrationListener listener) {
    this.source = Objects.requireNonNull(source, "source");
    this.target = Objects.requireNonNull(target, "target");
    this.embedder = embedder;
    this.options = Objects.requireNonNull(options, "options");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** Whether a collection is an unfinished copy that a migration left to go on with. */
  public static boolean isWorkingCopy(String collection) {
    return collection.endsWith(SUFFIX);
  }

  /** Stops {@link #plan} or {@link #run} after its current batch; may be called from any thread. */
  public void cancel() {
    cancelled = true;
  }

  private void checkpoint() {
    if (cancelled) {
      throw new CancellationException("The migration was cancelled.");
    }
  }

  /**
   * Finds out what {@link #run} would do; writes nothing.
   *
   * @throws MigrationException if it would refuse
   * @throws CancellationException if cancelled
   */
  public MigrationPlan plan(String name) {
    requireOwnName(name);
    try (VectorCollection from = source.open(name)) {
      return planner().plan(from);
    }
  }

  private static void requireOwnName(String name) {
    CollectionSpec.checkName(name);
    if (isWorkingCopy(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is the unfinished copy of a migration; name the collection itself.");
    }
  }

  private MigrationPlanner planner() {
    return new MigrationPlanner(
        sourceEmbeds(), target, embedder, options, listener, this::checkpoint);
  }

  private boolean sourceEmbeds() {
    return source.capabilities().contains(Capability.RECOMPUTE);
  }

  /**
   * Copies a collection. Where the target has it already, with the same passages, it is only
   * verified again.
   *
   * @throws MigrationException if it refuses, or if the copy cannot be proved; what was copied then
   *     stays under its working name
   */
  public MigrationReport run(String name) {
    requireOwnName(name);
    return new Run(name).run();
  }

  /** One run over one collection. */
  private final class Run {
    private final String name;
    private final long started = System.nanoTime();
    private long planned = started;
    private long copied = started;
    private MigrationPlan plan;
    private long written;
    private long unchanged;
    private long removed;

    Run(String name) {
      this.name = name;
    }

    MigrationReport run() {
      try (VectorCollection from = source.open(name)) {
        plan = planner().plan(from);
        planned = System.nanoTime();
        copied = planned;
        Embedder model = plan.model() == null ? null : embedder;
        try (VectorStore store = target.open(plan.vectors().given(), model)) {
          if (store.names().contains(name)) {
            return again(from, store);
          }
          String working = workingName(name, plan.vectors());
          dropOtherWays(store);
          copy(from, store, working);
          copied = System.nanoTime();
          MigrationReport.Verification verification;
          try (VectorCollection to = store.open(working)) {
            verification = verify(from, to);
          }
          checkpoint();
          store.rename(working, name);
          return report(verification, stats(store));
        }
      } catch (CancellationException e) {
        return report(null, null);
      }
    }

    private MigrationReport report(MigrationReport.Verification verification, StorageStats stats) {
      long now = System.nanoTime();
      boolean stopped = verification == null;
      return new MigrationReport(
          plan,
          written,
          unchanged,
          removed,
          stopped,
          verification,
          stats,
          new MigrationReport.Seconds(
              (planned == started ? now - started : planned - started) / 1e9,
              (stopped && copied == planned ? now - planned : copied - planned) / 1e9,
              (copied == planned && stopped ? 0 : now - copied) / 1e9,
              (now - started) / 1e9));
    }

    private StorageStats stats(VectorStore store) {
      try (VectorCollection to = store.open(name)) {
        return to.stats();
      }
    }

    /** Killed after the last step, a run that is resumed finds its work done. */
    private MigrationReport again(VectorCollection from, VectorStore store) {
      try (VectorCollection to = store.open(name)) {
        Sync.Pass pass = sync(from, to).compare(progress(Phase.VERIFYING));
        long surplus = to.count(Filter.all()) - pass.passages;
        if (pass.different > 0 || surplus != 0) {
          throw new MigrationException(
              Reason.EXISTS,
              "The target has a collection '"
                  + name
                  + "' already, which is another: "
                  + (pass.first != null
                      ? pass.first
                      : surplus + " passages are in the target only"),
              "remove or rename it there");
        }
        unchanged = pass.passages;
        return report(verified(pass, ask(from, to)), to.stats());
      }
    }

    /** What other choices for the vectors left half done could never be gone on with. */
    private void dropOtherWays(VectorStore store) {
      for (VectorPolicy vectors : VectorPolicy.values()) {
        String other = workingName(name, vectors);
        if (vectors != plan.vectors() && store.names().contains(other)) {
          store.drop(other);
        }
      }
    }

    private void copy(VectorCollection from, VectorStore store, String working) {
      try (VectorCollection to = openOrCreate(store, working)) {
        Sync sync = sync(from, to);
        Sync.Pass pass = sync.write(progress(Phase.COPYING));
        written = pass.different;
        unchanged = pass.passages - pass.different;
        removed = sync.removeOthers(passages -> checkpoint());
        // Closing settles the codes of a store that learns them; the answers below are the final
        // ones.
        to.compact();
      }
    }

    private VectorCollection openOrCreate(VectorStore store, String working) {
      int dimension =
          plan.vectors() == VectorPolicy.REEMBED
              ? embedder.identity().dimension()
              : plan.source().dimension();
      if (store.names().contains(working)) {
        try {
          VectorCollection left = store.open(working);
          CollectionInfo info = left.info();
          if (info.metric() == plan.metric()
              && (dimension == 0 || info.dimension() == dimension)
              && Objects.equals(info.model(), model(dimension))) {
            return left;
          }
          left.close();
        } catch (ModelMismatchException e) {
          // Begun with another model: its vectors are of no use, so it is made anew below.
        }
        store.drop(working);
      }
      return store.create(new CollectionSpec(working, plan.metric(), dimension));
    }

    /** The model a collection of ours says it was built with. */
    private ModelIdentity model(int dimension) {
      ModelIdentity model = plan.model();
      return model == null || dimension == 0 || dimension == model.dimension() ? model : null;
    }

    private Sync sync(VectorCollection from, VectorCollection to) {
      boolean keeps = plan.vectors() == VectorPolicy.KEEP && !sourceEmbeds();
      boolean embeds = sourceEmbeds() || plan.vectors() == VectorPolicy.REEMBED;
      return new Sync(
          from,
          to,
          plan.vectors(),
          plan.metric(),
          keeps,
          plan.changesMetric() && !options.acceptMetricChange(),
          embeds ? Math.min(PAGE_EMBEDDED, options.pagePassages()) : options.pagePassages());
    }

    private Sync.Checkpoint progress(Phase phase) {
      return passages -> {
        checkpoint();
        listener.progress(phase, passages, Math.max(passages, plan.survey().passages()));
      };
    }

    private MigrationReport.Verification verify(VectorCollection from, VectorCollection to) {
      Sync sync = sync(from, to);
      Sync.Pass pass = null;
      for (int i = 0; i < PASSES; i++) {
        pass = sync.write(progress(Phase.VERIFYING));
        long surplus = sync.removeOthers(passages -> checkpoint());
        written += pass.different;
        removed += surplus;
        if (pass.different == 0 && surplus == 0 && to.count(Filter.all()) == pass.passages) {
          return verified(pass, ask(from, to));
        }
      }
      throw new MigrationException(
          Reason.UNSETTLED,
          "'"
              + name
              + "' cannot be proved equal: after "
              + (PASSES + 1)
              + " passes "
              + (pass.first != null ? pass.first : "the number of passages differs"),
          "stop what writes to the source and run again");
    }

    private MigrationReport.Verification verified(Sync.Pass pass, AnswerCheck.Result answers) {
      return new MigrationReport.Verification(
          pass.passages,
          pass.passages,
          pass.texts,
          pass.passages,
          pass.vectors,
          answers.questions(),
          answers.overlap());
    }

    private AnswerCheck.Result ask(VectorCollection from, VectorCollection to) {
      int questions = plan.survey().sample().size();
      boolean reembedded = plan.vectors() == VectorPolicy.REEMBED;
      AnswerCheck.Result result =
          new AnswerCheck(from, to, plan.source().metric(), reembedded)
              .run(
                  plan.survey().sample(),
                  asked -> {
                    checkpoint();
                    listener.progress(Phase.ASKING, asked, questions);
                  });
      boolean meantToChange = reembedded || (plan.changesMetric() && options.acceptMetricChange());
      if (options.minOverlap() == null && meantToChange) {
        require(
            result.found(),
            MigrationOptions.DEFAULT_MIN_OVERLAP,
            "of %d passages asked for by their own vectors, the target finds %.1f %%, less than"
                + " %.1f %%",
            result.questions());
      } else {
        require(
            result.overlap(),
            options.minOverlap() == null
                ? MigrationOptions.DEFAULT_MIN_OVERLAP
                : options.minOverlap(),
            "over %d questions both sides have %.1f %% of the answers in common, less than %.1f %%",
            result.questions());
      }
      return result;
    }

    private void require(double reached, double wanted, String sentence, int questions) {
      if (reached < wanted) {
        throw new MigrationException(
            Reason.OVERLAP,
            "'"
                + name
                + "' answers otherwise than before: "
                + String.format(Locale.ROOT, sentence, questions, 100 * reached, 100 * wanted),
            "allow a smaller overlap, or keep the vectors");
      }
    }
  }

  /**
   * Where a copy is made. The choice for the vectors is part of it, so that no copy is ever half of
   * one and half of the other.
   */
  static String workingName(String name, VectorPolicy vectors) {
    String kept = name;
    if (name.length() > MAX_NAME_KEPT) {
      // Room for the suffix within the longest name of a folder.
      kept = name.substring(0, MAX_NAME_KEPT - 10) + "-" + Integer.toHexString(name.hashCode());
    }
    return kept + "." + vectors.name().toLowerCase(Locale.ROOT) + SUFFIX;
  }
}
