// Preloaded into a JVM, this counts the file operations below a folder, makes one of them fail, kills the process at
// one, or records them all with their data. A file that the driver maps too says which; see Control.java, which has the
// same layout. Linux with glibc. Long because every function of the C library that opens, names, reads or writes a file
// has to be here.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { OFF, COUNT, FAIL, KILL, RECORD };
enum style { ONCE, FOR_EVER, SHORT };
enum op { OPEN, CREATE, READ, WRITE, RENAME, LINK, UNLINK, RMDIR, MKDIR, SYNC, TRUNCATE, MAP, LIST, STAT, CLOSE };

// What is known of a descriptor.
enum { UNWATCHED, WATCHED, WRITTEN };

enum { TEXT = 1024, KINDS = 1 << 18, FDS = 1 << 16 };

struct control {
  int64_t mode;
  int64_t counter;
  int64_t nth;
  int64_t error;
  int64_t style;
  int64_t mask;
  int64_t hits;
  int64_t mark;
  int64_t after;
  int64_t hit_op;
  int64_t unused[6];
  char root[TEXT];
  char log[TEXT];
  char hit_path[TEXT];
  char padding[4096 - 128 - 3 * TEXT];
  unsigned char kinds[KINDS];
};

struct entry {
  uint64_t op, mark, inode, offset, first, second, data;
};

struct call {
  int error;
  int short_write;
  int kill_after;
  int recording;
};

static struct control *control;
static unsigned char watched_fds[FDS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

#define REAL(name)                                    \
  static __typeof__(&name) real;                      \
  if (real == NULL) {                                 \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
  }

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("FAULTS_CONTROL");
  int fd = file == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) {
    return;
  }
  void *mapped =
      (void *)syscall(SYS_mmap, NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)0);
  syscall(SYS_close, fd);
  control = mapped == MAP_FAILED ? NULL : mapped;
}

// ---------------------------------------------------------------- what counts

static int below(const char *path) {
  if (control == NULL || path == NULL || control->root[0] == 0) {
    return 0;
  }
  size_t length = strlen(control->root);
  return strncmp(path, control->root, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static int watched(int fd) {
  return fd >= 0 && fd < FDS && watched_fds[fd];
}

static void watch(int fd, int state) {
  if (fd >= 0 && fd < FDS) {
    watched_fds[fd] = (unsigned char)state;
  }
}

// The absolute path of what an ...at function names; "" if it cannot be told.
static const char *at(int folder, const char *path, char *buffer) {
  if (path == NULL || path[0] == '/' || folder == AT_FDCWD) {
    return path == NULL ? "" : path;
  }
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, (size_t)PATH_MAX - 1);
  if (length < 0) {
    return "";
  }
  snprintf(buffer + length, (size_t)(PATH_MAX - length), "/%s", path);
  return buffer;
}

static void name_hit(const char *path, int fd) {
  char link[64];
  if (path == NULL) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, control->hit_path, (size_t)TEXT - 1);
    control->hit_path[length < 0 ? 0 : length] = 0;
  } else {
    snprintf(control->hit_path, TEXT, "%s", path);
  }
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) {
    pause();
  }
}

// Begins an operation on a path, or on a descriptor if the path is NULL. If the call's error is not 0, the operation
// must fail with it; otherwise end() follows the operation.
static struct call begin(enum op op, const char *path, int fd) {
  struct call call = {0, 0, 0, 0};
  int64_t mode = control->mode;
  if (mode == OFF) {
    return call;
  }
  if (mode == RECORD) {
    pthread_mutex_lock(&mutex);
    call.recording = 1;
    return call;
  }
  int64_t n = __atomic_add_fetch(&control->counter, 1, __ATOMIC_SEQ_CST);
  if (n <= KINDS) {
    control->kinds[n - 1] = (unsigned char)op;
  }
  if (mode == COUNT || n < control->nth || ((control->mask >> op) & 1) == 0) {
    return call;
  }
  int64_t hits = __atomic_add_fetch(&control->hits, 1, __ATOMIC_SEQ_CST);
  if (hits == 1) {
    control->hit_op = op;
    name_hit(path, fd);
  } else if (mode == FAIL && control->style == ONCE) {
    return call;
  }
  if (mode == KILL) {
    if (control->after == 0) {
      die();
    }
    call.kill_after = 1;
  } else if (control->style == SHORT && hits == 1 && op == WRITE) {
    call.short_write = 1;
  } else {
    call.error = (int)control->error;
  }
  return call;
}

static void end(struct call *call) {
  if (call->kill_after) {
    die();
  }
  if (call->recording) {
    int kept = errno;
    pthread_mutex_unlock(&mutex);
    errno = kept;
  }
}

// ---------------------------------------------------------------- the recording

static void must(int condition) {
  if (!condition) {
    static const char message[] = "faults: the recording failed\n";
    syscall(SYS_write, 2, message, sizeof message - 1);
    abort();
  }
}

static void put(const void *bytes, size_t length) {
  const char *from = bytes;
  while (length > 0) {
    ssize_t written = syscall(SYS_write, log_fd, from, length);
    must(written > 0);
    from += written;
    length -= (size_t)written;
  }
}

static void record(enum op op, uint64_t inode, uint64_t offset, const char *first, const char *second, const void *data,
                   size_t length) {
  static char log[TEXT];
  if (strncmp(log, control->log, TEXT) != 0) {
    if (log_fd >= 0) {
      syscall(SYS_close, log_fd);
    }
    memcpy(log, control->log, TEXT);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, control->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    must(log_fd >= 0);
  }
  struct entry entry = {op, (uint64_t)control->mark, inode, offset, first == NULL ? 0 : strlen(first),
                        second == NULL ? 0 : strlen(second), length};
  put(&entry, sizeof entry);
  put(first, entry.first);
  put(second, entry.second);
  put(data, length);
}

static uint64_t inode_of(int fd) {
  struct stat status;
  must(fstat(fd, &status) == 0);
  return status.st_ino;
}

static uint64_t inode_at(const char *path) {
  struct stat status;
  must(fstatat(AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) == 0);
  return status.st_ino;
}

static int exists(const char *path) {
  return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

// Records bytes that have been written; offset is where they went.
static void record_write(int fd, uint64_t offset, const void *data, ssize_t length) {
  int kept = errno;
  if (length > 0) {
    record(WRITE, inode_of(fd), offset, NULL, NULL, data, (size_t)length);
  }
  errno = kept;
}

static uint64_t before_position(int fd, ssize_t written) {
  return (uint64_t)(lseek(fd, 0, SEEK_CUR) - (written > 0 ? written : 0));
}

// Records bytes that the kernel copied, which are read back.
static void record_copied(int fd, uint64_t offset, ssize_t length) {
  if (length <= 0) {
    return;
  }
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int copy = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
  char *data = malloc((size_t)length);
  must(copy >= 0 && data != NULL && syscall(SYS_pread64, copy, data, (size_t)length, (off_t)offset) == length);
  record_write(fd, offset, data, length);
  free(data);
  syscall(SYS_close, copy);
}

// ---------------------------------------------------------------- open and close

#define OPEN_WITH(path, name_of_path, flags, expression)                                                \
  do {                                                                                                  \
    const char *where = name_of_path;                                                                   \
    if (!below(where)) {                                                                                \
      int plain = expression;                                                                           \
      watch(plain, UNWATCHED);                                                                                  \
      return plain;                                                                                     \
    }                                                                                                   \
    struct call call = begin((flags)&O_CREAT ? CREATE : OPEN, where, -1);                               \
    if (call.error != 0) {                                                                              \
      errno = call.error;                                                                               \
      return -1;                                                                                        \
    }                                                                                                   \
    int was_there = call.recording && exists(where);                                                    \
    int fd = expression;                                                                                \
    watch(fd, WATCHED);                                                                                       \
    if (call.recording && fd >= 0) {                                                                    \
      if (!was_there) {                                                                                 \
        record(CREATE, inode_of(fd), 0, where, NULL, NULL, 0);                                          \
      } else if ((flags)&O_TRUNC) {                                                                     \
        record(TRUNCATE, inode_of(fd), 0, NULL, NULL, NULL, 0);                                         \
      }                                                                                                 \
    }                                                                                                   \
    end(&call);                                                                                         \
    return fd;                                                                                          \
  } while (0)

static mode_t mode_argument(int flags, va_list arguments) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? (mode_t)va_arg(arguments, int) : 0;
}

#define OPEN_FUNCTION(name)                                      \
  int name(const char *path, int flags, ...) {                   \
    REAL(name)                                                   \
    va_list arguments;                                           \
    va_start(arguments, flags);                                  \
    mode_t mode = mode_argument(flags, arguments);               \
    va_end(arguments);                                           \
    OPEN_WITH(path, path, flags, real(path, flags, mode));       \
  }
OPEN_FUNCTION(open)
OPEN_FUNCTION(open64)

#define OPENAT_FUNCTION(name)                                                             \
  int name(int folder, const char *path, int flags, ...) {                                \
    REAL(name)                                                                            \
    va_list arguments;                                                                    \
    va_start(arguments, flags);                                                           \
    mode_t mode = mode_argument(flags, arguments);                                        \
    va_end(arguments);                                                                    \
    char buffer[PATH_MAX];                                                                \
    OPEN_WITH(path, at(folder, path, buffer), flags, real(folder, path, flags, mode));    \
  }
OPENAT_FUNCTION(openat)
OPENAT_FUNCTION(openat64)

int creat(const char *path, mode_t mode) {
  return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
  return open64(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

// Linux reports late errors of writing here, so only the close of a file that was written can fail.
int close(int fd) {
  REAL(close)
  if (control == NULL || !watched(fd) || watched_fds[fd] != WRITTEN) {
    watch(fd, UNWATCHED);
    return real(fd);
  }
  struct call call = begin(CLOSE, NULL, fd);
  watch(fd, UNWATCHED);
  int result = real(fd);
  if (call.error != 0) {
    // Linux closes the descriptor even if it then reports an error.
    errno = call.error;
    return -1;
  }
  end(&call);
  return result;
}

// ---------------------------------------------------------------- operations on descriptors

// Declares a function whose first argument is a descriptor. `recorded` is what to record once it has succeeded.
#define ON_FD(type, name, op, fd, parameters, arguments, recorded) \
  type name parameters {                                           \
    REAL(name)                                                     \
    struct call call = {0, 0, 0, 0};                               \
    if (control == NULL || !watched(fd)) {                         \
      return real arguments;                                       \
    }                                                              \
    call = begin(op, NULL, fd);                                    \
    if (call.error != 0) {                                         \
      errno = call.error;                                          \
      return -1;                                                   \
    }                                                              \
    type result = real arguments;                                  \
    if ((op) == WRITE) {                                           \
      watch(fd, WRITTEN);                                          \
    }                                                              \
    if (call.recording && result >= 0) {                           \
      recorded;                                                    \
    }                                                              \
    end(&call);                                                    \
    return result;                                                 \
  }

ON_FD(ssize_t, read, READ, fd, (int fd, void *data, size_t size), (fd, data, size), (void)0)
ON_FD(ssize_t, readv, READ, fd, (int fd, const struct iovec *parts, int count), (fd, parts, count), (void)0)
ON_FD(ssize_t, pread, READ, fd, (int fd, void *data, size_t size, off_t offset), (fd, data, size, offset), (void)0)
ON_FD(ssize_t, pread64, READ, fd, (int fd, void *data, size_t size, off64_t offset), (fd, data, size, offset), (void)0)

// A short write stores half and says so, as a full disk does; the next one then fails.
#define SHORTENED(size) (call.short_write && (size) > 1 ? (size) / 2 : (size))

ON_FD(ssize_t, write, WRITE, fd, (int fd, const void *data, size_t size), (fd, data, SHORTENED(size)),
      record_write(fd, before_position(fd, result), data, result))
ON_FD(ssize_t, pwrite, WRITE, fd, (int fd, const void *data, size_t size, off_t offset),
      (fd, data, SHORTENED(size), offset), record_write(fd, (uint64_t)offset, data, result))
ON_FD(ssize_t, pwrite64, WRITE, fd, (int fd, const void *data, size_t size, off64_t offset),
      (fd, data, SHORTENED(size), offset), record_write(fd, (uint64_t)offset, data, result))
ON_FD(ssize_t, writev, WRITE, fd, (int fd, const struct iovec *parts, int count), (fd, parts, SHORTENED(count)),
      record_copied(fd, before_position(fd, result), result))
ON_FD(ssize_t, pwritev, WRITE, fd, (int fd, const struct iovec *parts, int count, off_t offset),
      (fd, parts, SHORTENED(count), offset), record_copied(fd, (uint64_t)offset, result))
ON_FD(ssize_t, pwritev64, WRITE, fd, (int fd, const struct iovec *parts, int count, off64_t offset),
      (fd, parts, SHORTENED(count), offset), record_copied(fd, (uint64_t)offset, result))
ON_FD(ssize_t, sendfile, WRITE, out, (int out, int in, off_t *from, size_t size), (out, in, from, size),
      record_copied(out, before_position(out, result), result))
ON_FD(ssize_t, sendfile64, WRITE, out, (int out, int in, off64_t *from, size_t size), (out, in, from, size),
      record_copied(out, before_position(out, result), result))
ON_FD(ssize_t, copy_file_range, WRITE, out,
      (int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags), (in, from, out, to, size, flags),
      record_copied(out, to == NULL ? before_position(out, result) : (uint64_t)(*to - result), result))
ON_FD(int, fsync, SYNC, fd, (int fd), (fd), record(SYNC, inode_of(fd), 0, NULL, NULL, NULL, 0))
ON_FD(int, fdatasync, SYNC, fd, (int fd), (fd), record(SYNC, inode_of(fd), 0, NULL, NULL, NULL, 0))
ON_FD(int, ftruncate, TRUNCATE, fd, (int fd, off_t size), (fd, size),
      record(TRUNCATE, inode_of(fd), (uint64_t)size, NULL, NULL, NULL, 0))
ON_FD(int, ftruncate64, TRUNCATE, fd, (int fd, off64_t size), (fd, size),
      record(TRUNCATE, inode_of(fd), (uint64_t)size, NULL, NULL, NULL, 0))

#define MAP_FUNCTION(name, offset_type)                                                                \
  void *name(void *address, size_t size, int protection, int flags, int fd, offset_type offset) {      \
    REAL(name)                                                                                         \
    if (control == NULL || (flags & MAP_ANONYMOUS) != 0 || !watched(fd)) {                             \
      return real(address, size, protection, flags, fd, offset);                                       \
    }                                                                                                  \
    struct call call = begin(MAP, NULL, fd);                                                           \
    if (call.error != 0) {                                                                             \
      errno = call.error;                                                                              \
      return MAP_FAILED;                                                                               \
    }                                                                                                  \
    /* What is written through a mapping cannot be seen here. */                                       \
    must(!(call.recording && (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0));            \
    void *result = real(address, size, protection, flags, fd, offset);                                 \
    end(&call);                                                                                        \
    return result;                                                                                     \
  }
MAP_FUNCTION(mmap, off_t)
MAP_FUNCTION(mmap64, off64_t)

// ---------------------------------------------------------------- operations on names

// The same for functions that take paths. `first` and `second` are the absolute paths, alike if there is only one.
#define ON_PATH(type, failed, name, op, first, second, parameters, arguments, recorded) \
  type name parameters {                                                                \
    REAL(name)                                                                          \
    char one[PATH_MAX];                                                                 \
    char two[PATH_MAX];                                                                 \
    (void)one;                                                                          \
    (void)two;                                                                          \
    const char *from = first;                                                           \
    const char *to = second;                                                            \
    if (!below(from) && !below(to)) {                                                   \
      return real arguments;                                                            \
    }                                                                                   \
    struct call call = begin(op, from, -1);                                             \
    if (call.error != 0) {                                                              \
      errno = call.error;                                                               \
      return failed;                                                                    \
    }                                                                                   \
    type result = real arguments;                                                       \
    if (call.recording && result == 0) {                                                \
      recorded;                                                                         \
    }                                                                                   \
    end(&call);                                                                         \
    return result;                                                                      \
  }

#define RECORD_RENAME record(RENAME, 0, 0, from, to, NULL, 0)
#define RECORD_LINK record(LINK, 0, 0, from, to, NULL, 0)
#define RECORD_UNLINK record(UNLINK, 0, 0, from, NULL, NULL, 0)
#define RECORD_MKDIR record(MKDIR, inode_at(from), 0, from, NULL, NULL, 0)

ON_PATH(int, -1, rename, RENAME, a, b, (const char *a, const char *b), (a, b), RECORD_RENAME)
ON_PATH(int, -1, renameat, RENAME, at(d, a, one), at(e, b, two), (int d, const char *a, int e, const char *b),
        (d, a, e, b), RECORD_RENAME)
ON_PATH(int, -1, renameat2, RENAME, at(d, a, one), at(e, b, two),
        (int d, const char *a, int e, const char *b, unsigned flags), (d, a, e, b, flags), RECORD_RENAME)
ON_PATH(int, -1, link, LINK, a, b, (const char *a, const char *b), (a, b), RECORD_LINK)
ON_PATH(int, -1, linkat, LINK, at(d, a, one), at(e, b, two), (int d, const char *a, int e, const char *b, int flags),
        (d, a, e, b, flags), RECORD_LINK)
// The recording knows no symbolic links; it must say so rather than leave them out.
ON_PATH(int, -1, symlink, LINK, a, a, (const char *target, const char *a), (target, a), must(0))
ON_PATH(int, -1, unlink, UNLINK, a, a, (const char *a), (a), RECORD_UNLINK)
ON_PATH(int, -1, unlinkat, (flags & AT_REMOVEDIR) ? RMDIR : UNLINK, at(d, a, one), from,
        (int d, const char *a, int flags), (d, a, flags), RECORD_UNLINK)
ON_PATH(int, -1, rmdir, RMDIR, a, a, (const char *a), (a), RECORD_UNLINK)
ON_PATH(int, -1, mkdir, MKDIR, a, a, (const char *a, mode_t mode), (a, mode), RECORD_MKDIR)
ON_PATH(int, -1, mkdirat, MKDIR, at(d, a, one), from, (int d, const char *a, mode_t mode), (d, a, mode), RECORD_MKDIR)
ON_PATH(DIR *, NULL, opendir, LIST, a, a, (const char *a), (a), (void)0)
ON_PATH(int, -1, access, STAT, a, a, (const char *a, int how), (a, how), (void)0)
ON_PATH(int, -1, stat, STAT, a, a, (const char *restrict a, struct stat *restrict s), (a, s), (void)0)
ON_PATH(int, -1, stat64, STAT, a, a, (const char *restrict a, struct stat64 *restrict s), (a, s), (void)0)
ON_PATH(int, -1, lstat, STAT, a, a, (const char *restrict a, struct stat *restrict s), (a, s), (void)0)
ON_PATH(int, -1, lstat64, STAT, a, a, (const char *restrict a, struct stat64 *restrict s), (a, s), (void)0)
ON_PATH(int, -1, statx, STAT, at(d, a, one), from,
        (int d, const char *restrict a, int flags, unsigned mask, struct statx *restrict s), (d, a, flags, mask, s),
        (void)0)
// Programs built against an older glibc call these.
int __xstat64(int version, const char *path, struct stat64 *status);
int __lxstat64(int version, const char *path, struct stat64 *status);
ON_PATH(int, -1, __xstat64, STAT, a, a, (int version, const char *a, struct stat64 *s), (version, a, s), (void)0)
ON_PATH(int, -1, __lxstat64, STAT, a, a, (int version, const char *a, struct stat64 *s), (version, a, s), (void)0)
