// People who post: how many a second are stored and acknowledged, and how soon. Each line of BODIES is a post's body.
// posters PORT BODIES PEOPLE SECONDS [AT [ACKNOWLEDGED]]
//   SECONDS 0: the first PEOPLE lines at one instant; less than 0: all lines, each person the next when the last is
//   acknowledged; else so many seconds of that. AT: the wall clock's second at which to begin. ACKNOWLEDGED: a file for
//   the numbers of the lines whose answer was 200. Prints one line of figures. Ends when the server is gone.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 1 << 20 };
typedef struct { int fd, length, is_waiting, line; double since; char answer[2048]; } person;

static int port, count, epoll_fd, is_over, gone, waiting;
static person *people;
static char **lines, *acknowledged;
static int line_count, next_line;
static unsigned *histogram;
static unsigned long long good, bad;
static double latest;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void join(int who) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = people[who].fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (fd < 0 || connect(fd, (void *)&to, sizeof to)) { perror("connect"); exit(1); }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)who};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

static void load(const char *name) {
    FILE *file = fopen(name, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    if (!file) { perror(name); exit(1); }
    for (int room = 0; (length = getline(&line, &size, file)) > 0; line_count++) {
        if (line_count == room) lines = realloc(lines, (room = room ? 2 * room : 1024) * sizeof *lines);
        line[strcspn(line, "\n")] = 0;
        lines[line_count] = strdup(line);
    }
    acknowledged = calloc(line_count + 1, 1);
    free(line), fclose(file);
}

static void post(int who) {
    static char request[4096];
    person *p = &people[who];
    if (next_line == line_count) { p->is_waiting = 0; return; }
    p->line = next_line++;
    int length = snprintf(request, sizeof request, "POST /rt/post HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", strlen(lines[p->line]), lines[p->line]);
    p->since = now(), p->is_waiting = 1, p->length = 0;
    if (write(p->fd, request, length) != length) { gone++, bad++, p->is_waiting = 0; return; }
    waiting++;
}

static void hear(int who) {
    person *p = &people[who];
    ssize_t some = read(p->fd, p->answer + p->length, sizeof p->answer - 1 - p->length);
    if (some < 0 && errno == EAGAIN) return;
    if (some <= 0) { if (p->is_waiting) bad++, waiting--; close(p->fd); gone++, p->is_waiting = 0; return; }
    p->answer[p->length += some] = 0;
    char *end = strstr(p->answer, "\r\n\r\n"), *size = strcasestr(p->answer, "content-length:");
    if (!end || !size || p->length < end + 4 - p->answer + atoi(size + 15)) return;
    if (!strncmp(p->answer + 9, "200", 3)) good++, acknowledged[p->line] = 1;
    else if (!bad++) fprintf(stderr, "%.300s\n", p->answer);
    double took = now() - p->since;
    unsigned slot = took * 1e5;
    histogram[slot < SLOTS ? slot : SLOTS - 1]++;
    if (took > latest) latest = took;
    p->is_waiting = 0, waiting--;
    if (!is_over) post(who);
}

static void turn(int milliseconds) {
    struct epoll_event events[1024];
    int many = epoll_wait(epoll_fd, events, 1024, milliseconds);
    for (int i = 0; i < many; i++) hear((int)events[i].data.u32);
}

static double quantile(double part) {
    unsigned long long all = 0, seen = 0;
    for (int i = 0; i < SLOTS; i++) all += histogram[i];
    for (int i = 0; i < SLOTS; i++) if ((seen += histogram[i]) > all * part) return i / 100.0;
    return 0;
}

static void wait_for(double moment) {
    struct timespec t;
    do { turn(1); clock_gettime(CLOCK_REALTIME, &t); } while (t.tv_sec + t.tv_nsec / 1e9 < moment);
}

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    port = atoi(argv[1]), count = atoi(argv[3]);
    double seconds = atof(argv[4]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    load(argv[2]);
    people = calloc(count, sizeof *people), histogram = calloc(SLOTS, sizeof *histogram);
    epoll_fd = epoll_create1(0);
    for (int i = 0; i < count; i++) join(i);
    for (double until = now() + 0.3; now() < until;) turn(20);
    if (argc > 5) wait_for(atof(argv[5]));
    is_over = !seconds;
    double begin = now();
    for (int i = 0; i < count; i++) { post(i); if (i % 64 == 63) turn(0); }
    while (!is_over && gone < count && waiting && (seconds < 0 || now() < begin + seconds)) turn(20);
    is_over = 1;
    for (double limit = now() + 20; gone < count && waiting && now() < limit;) turn(20);
    double took = now() - begin;
    if (argc > 6) {
        FILE *file = fopen(argv[6], "w");
        for (int i = 0; i < line_count; i++) if (acknowledged[i]) fprintf(file, "%d\n", i);
        fclose(file);
    }
    printf("{\"good\": %llu, \"bad\": %llu, \"seconds\": %.3f, \"p50\": %.2f, \"p99\": %.2f, \"max\": %.2f}\n", good, bad, took, quantile(.5), quantile(.99), latest * 1000);
    return 0;
}
