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
 * Copies collections from one store to another and verifies each copy before it appears.
 *
 * <p>A copy is written under a {@linkplain #isWorkingCopy working name}. It gets its final name
 * only after every passage was compared and both sides gave the same answers. Run again to resume a
 * run that was stopped or killed: passages already copied are compared, not written again. The
 * source is only read. Memory holds one page of passages at a time.
 *
 * <p>Not thread-safe, except for {@link #cancel}.
 */
public final class Migration {
  private static final String SUFFIX = ".migrating";

  /** The first pass finds no difference unless something writes to the source meanwhile. */
  private static final int MAX_PASSES = 3;

  /** Passages per page where a model embeds them: about a second's work. */
  private static final int EMBEDDED_PAGE = 64;

  private static final int MAX_NAME_LENGTH = 200;

  private final VectorStore source;
  private final MigrationTarget target;
  private final Embedder embedder;
  private final MigrationOptions options;
  private final MigrationListener listener;
  private volatile boolean cancelled;

  /**
   * @param source stays the caller's to close. Open it with its collections' model if it embeds
   *     texts to return vectors, else without a model.
   * @param embedder the model to use in the target, or null for none; stays the caller's to close
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

  /** Whether a collection is an unfinished copy of a migration, to be resumed. */
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
   * Determines what {@link #run} would do, without writing anything.
   *
   * @throws MigrationException if {@link #run} would fail
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
          "'"
              + name
              + "' is an unfinished copy of a migration; give the name of the collection itself.");
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
   * Copies a collection. If the target already has it with the same passages, it is only verified.
   *
   * @throws MigrationException if the collection cannot be migrated, or the copy cannot be
   *     verified; the copy then stays under its working name
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
            return verifyExisting(from, store);
          }
          String working = workingName(name, plan.vectors());
          dropOtherPolicies(store);
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

    /** A run that was killed after its last step finds its work done when it resumes. */
    private MigrationReport verifyExisting(VectorCollection from, VectorStore store) {
      try (VectorCollection to = store.open(name)) {
        Sync.Pass pass = sync(from, to).compare(progress(Phase.VERIFYING));
        long surplus = to.count(Filter.all()) - pass.passages;
        if (pass.different > 0 || surplus != 0) {
          throw new MigrationException(
              Reason.EXISTS,
              "The target already has a different collection '"
                  + name
                  + "': "
                  + (pass.firstDifference != null
                      ? pass.firstDifference
                      : surplus + " passages exist only in the target"),
              "remove or rename it there");
        }
        unchanged = pass.passages;
        return report(verified(pass, ask(from, to)), to.stats());
      }
    }

    /** Drops unfinished copies of other vector policies, which can never be resumed. */
    private void dropOtherPolicies(VectorStore store) {
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
        // Closing settles the codes of stores that train them, so verification sees the final
        // answers.
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
          VectorCollection existing = store.open(working);
          CollectionInfo info = existing.info();
          if (info.metric() == plan.metric()
              && (dimension == 0 || info.dimension() == dimension)
              && Objects.equals(info.model(), model(dimension))) {
            return existing;
          }
          existing.close();
        } catch (ModelMismatchException e) {
          // Started with another model; its vectors are useless, so it is created again below.
        }
        store.drop(working);
      }
      return store.create(new CollectionSpec(working, plan.metric(), dimension));
    }

    /** The model that our collection records. */
    private ModelIdentity model(int dimension) {
      ModelIdentity model = plan.model();
      return model == null || dimension == 0 || dimension == model.dimension() ? model : null;
    }

    private Sync sync(VectorCollection from, VectorCollection to) {
      boolean compareVectors = plan.vectors() == VectorPolicy.KEEP && !sourceEmbeds();
      boolean embeds = sourceEmbeds() || plan.vectors() == VectorPolicy.REEMBED;
      return new Sync(
          from,
          to,
          plan.vectors(),
          plan.metric(),
          compareVectors,
          plan.changesMetric() && !options.acceptMetricChange(),
          embeds ? Math.min(EMBEDDED_PAGE, options.pagePassages()) : options.pagePassages());
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
      for (int i = 0; i < MAX_PASSES; i++) {
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
              + "' could not be verified: after "
              + (MAX_PASSES + 1)
              + " passes "
              + (pass.firstDifference != null
                  ? pass.firstDifference
                  : "the number of passages differs"),
          "stop whatever writes to the source and run again");
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
      boolean changeExpected = reembedded || (plan.changesMetric() && options.acceptMetricChange());
      if (options.minOverlap() == null && changeExpected) {
        require(
            result.found(),
            MigrationOptions.DEFAULT_MIN_OVERLAP,
            "of %d passages searched for by their own vectors, the target finds %.1f %%, less than"
                + " %.1f %%",
            result.questions());
      } else {
        require(
            result.overlap(),
            options.minOverlap() == null
                ? MigrationOptions.DEFAULT_MIN_OVERLAP
                : options.minOverlap(),
            "over %d questions both sides share %.1f %% of the answers, less than %.1f %%",
            result.questions());
      }
      return result;
    }

    private void require(double actual, double required, String sentence, int questions) {
      if (actual < required) {
        throw new MigrationException(
            Reason.OVERLAP,
            "The copy of '"
                + name
                + "' gives different answers: "
                + String.format(Locale.ROOT, sentence, questions, 100 * actual, 100 * required),
            "allow a smaller overlap, or keep the vectors");
      }
    }
  }

  /**
   * The name of an unfinished copy. It includes the vector policy, so that a copy never mixes two
   * policies.
   */
  static String workingName(String name, VectorPolicy vectors) {
    String base = name;
    if (name.length() > MAX_NAME_LENGTH) {
      // Leaves room for the suffix in a folder name.
      base = name.substring(0, MAX_NAME_LENGTH - 10) + "-" + Integer.toHexString(name.hashCode());
    }
    return base + "." + vectors.name().toLowerCase(Locale.ROOT) + SUFFIX;
  }
}
