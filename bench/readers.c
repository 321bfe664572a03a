// Many readers of one stream and one publisher, in one thread: what does a delivery cost, and how long does it take.
// readers PORT STREAM-PATH PUBLISH-PATH READERS SECONDS RATE BYTES STALLED
//   STREAM-PATH @FILE: each reader takes its own line of the file.
//   RATE 0: the next message when the last reader has the one before. Prints a line when all are connected, waits
//   for a line on standard input, runs, prints a line of figures. Works with any server that sends what is published.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MARK = 30, MOST = 1 << 20, SLOTS = 1 << 20, PUBLISHER = -1 };
typedef struct { int fd, is_open, carried; char carry[MARK]; } reader;

static int port, count, rate, bytes, stalled, epoll_fd, pub_fd, is_answered = 1, opened, dead;
static const char *stream_path, *publish_path;
static reader *readers;
static unsigned *got, *histogram;
static unsigned long long deliveries, first_counted = 1;
static double latest;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int dial(int small_buffer) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1, little = 4096;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (small_buffer) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    if (fd < 0 || connect(fd, (void *)&to, sizeof to)) { perror("connect"); exit(1); }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void watch(int fd, int who) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)who};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

// The path of the next reader.
static const char *path(void) {
    static FILE *file;
    static char line[2048];
    if (*stream_path != '@') return stream_path;
    if (!file && !(file = fopen(stream_path + 1, "r"))) { perror("open"); exit(1); }
    if (!fgets(line, sizeof line, file)) exit(1);
    line[strcspn(line, "\n")] = 0;
    return line;
}

static void join(int who) {
    char request[4096];
    reader *r = &readers[who];
    r->fd = dial(who < stalled);
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n", path());
    if (write(r->fd, request, length) != length) exit(1);
    watch(r->fd, who);
}

static void note(const char *mark) {
    unsigned long long number = strtoull(mark + 1, NULL, 10);
    double took = now() - strtoull(mark + 10, NULL, 10) / 1e9;
    if (number >= MOST) return;
    got[number]++;
    deliveries++;
    if (number < first_counted) return;
    unsigned slot = took * 1e5;
    histogram[slot < SLOTS ? slot : SLOTS - 1]++;
    if (took > latest) latest = took;
}

// A mark is @NNNNNNNN:nanoseconds19@ and may be cut in two by the network.
static void scan(reader *r, char *text, size_t length) {
    char *at = text - r->carried, *end = text + length;
    memcpy(at, r->carry, r->carried);
    r->carried = 0;
    while ((at = memchr(at, '@', end - at))) {
        if (end - at < MARK) {
            memcpy(r->carry, at, r->carried = end - at);
            return;
        }
        if (at[9] == ':' && at[29] == '@') { note(at); at += MARK; } else at++;
    }
}

static void hear(int who) {
    static char buffer[1 << 18];
    reader *r = &readers[who];
    ssize_t length = read(r->fd, buffer + MARK, sizeof buffer - MARK);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0) { dead++; close(r->fd); return; }
    if (r->is_open) { scan(r, buffer + MARK, length); return; }
    if (strncmp(buffer + MARK, "HTTP/1.1 200", 12)) { fprintf(stderr, "%.200s\n", buffer + MARK); exit(1); }
    r->is_open = 1;
    opened++;
    if (who < stalled) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, r->fd, NULL);
}

static void turn(int milliseconds) {
    struct epoll_event events[1024];
    char answer[4096];
    int many = epoll_wait(epoll_fd, events, 1024, milliseconds);
    for (int i = 0; i < many; i++) {
        int who = (int)events[i].data.u32;
        if (who != PUBLISHER) hear(who);
        else if (read(pub_fd, answer, sizeof answer) > 0) is_answered = 1;
        else exit(2);
    }
}

static void publish(unsigned number, double at) {
    static char request[1 << 17];
    int head = snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n", publish_path, bytes);
    memset(request + head, 'x', bytes);
    char mark[MARK + 1];
    snprintf(mark, sizeof mark, "@%08u:%019llu@", number, (unsigned long long)(at * 1e9));
    memcpy(request + head, mark, MARK);
    is_answered = 0;
    for (int sent = 0; sent < head + bytes;) {
        ssize_t some = write(pub_fd, request + sent, head + bytes - sent);
        if (some > 0) sent += some;
    }
}

static unsigned run(unsigned from, double seconds) {
    unsigned number = from, expect = count - stalled;
    double begin = now(), next = begin;
    while (next < begin + seconds && now() < begin + seconds * 2 + 5) {
        if (rate && now() < next) { turn((next - now()) * 1000); continue; }
        if (!is_answered) { turn(1); continue; }
        publish(number++, rate ? next : now());
        next = rate ? next + 1.0 / rate : now();
        if (!rate) for (double limit = now() + 8; (got[number - 1] < expect || !is_answered) && now() < limit;) { turn(50); next = now(); }
    }
    for (double limit = now() + 5; got[number - 1] < expect && now() < limit;) turn(20);
    return number;
}

static double quantile(double part) {
    unsigned long long all = 0, seen = 0;
    for (int i = 0; i < SLOTS; i++) all += histogram[i];
    for (int i = 0; i < SLOTS; i++) if ((seen += histogram[i]) > all * part) return i / 100.0;
    return 0;
}

static double own_cpu(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
    if (argc != 9) return 2;
    port = atoi(argv[1]), stream_path = argv[2], publish_path = argv[3], count = atoi(argv[4]);
    rate = atoi(argv[6]), bytes = atoi(argv[7]), stalled = atoi(argv[8]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    readers = calloc(count, sizeof *readers), got = calloc(MOST, sizeof *got), histogram = calloc(SLOTS, sizeof *histogram);
    epoll_fd = epoll_create1(0);
    double begin = now();
    for (int i = 0; i < count; i++) { join(i); if (i % 100 == 99) turn(0); while (i - opened > 400) turn(10); }
    while (opened < count && now() < begin + 60) turn(50);
    printf("{\"connected\": %d, \"seconds\": %.3f}\n", opened, now() - begin);
    fflush(stdout);
    watch(pub_fd = dial(0), PUBLISHER);
    if (rate) { int asked = rate; rate = 0; first_counted = run(1, 0.2); rate = asked; } else first_counted = run(1, 0.2);
    printf("{\"warm\": true}\n");
    fflush(stdout);
    if (getchar() == EOF) return 1;
    deliveries = 0;
    double cpu = own_cpu(), start = now();
    unsigned last = run(first_counted, atof(argv[5]));
    double took = now() - start;
    unsigned long long lost = 0;
    for (unsigned i = first_counted; i < last; i++) if (got[i] < (unsigned)(count - stalled)) lost += count - stalled - got[i];
    printf("{\"messages\": %llu, \"deliveries\": %llu, \"seconds\": %.3f, \"p50\": %.2f, \"p99\": %.2f, \"max\": %.2f, \"lost\": %llu, \"dead\": %d, \"client_cpu\": %.3f}\n",
           last - first_counted, deliveries, took, quantile(.5), quantile(.99), latest * 1000, lost, dead, own_cpu() - cpu);
    return 0;
}
