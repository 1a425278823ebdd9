package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannCoder;
import dev.ragged.leann.natives.LeannQuery;

/** The lookup tables of a query for one coder. Several threads may use it. */
public final class CoderQuery implements AutoCloseable {
  private LeannQuery handle;

  CoderQuery(LeannCoder coder, float[] vector) {
    LeannQuery out = new LeannQuery();
    Engine.check(Leann.leann_query_create(coder, vector, out));
    this.handle = out;
  }

  LeannQuery handle() {
    if (handle == null) {
      throw new IllegalStateException("The query is closed.");
    }
    return handle;
  }

  @Override
  public void close() {
    if (handle != null) {
      Leann.leann_query_free(handle);
      handle = null;
    }
  }
}
