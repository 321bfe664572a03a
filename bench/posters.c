// People who post to one room: how many a second are stored and acknowledged, and how soon.
// posters PORT TICKETS-FILE PEOPLE SECONDS
//   SECONDS 0: everybody once, at one instant. Prints one line of figures. A post is counted when its answer is 200.
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

enum { SLOTS = 1 << 20 };
typedef struct { int fd, length, is_waiting, sent; double since; char ticket[512], answer[2048]; } person;

static int port, count, epoll_fd, is_over;
static person *people;
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

static void post(int who) {
    static char body[1024], request[2048];
    person *p = &people[who];
    int size = snprintf(body, sizeof body, "{\"ticket\":\"%s\",\"room\":\"bench.1\",\"key\":\"%d-%d-%d\",\"body\":{\"choice\":%d}}", p->ticket, getpid(), who, p->sent++, who % 4);
    int length = snprintf(request, sizeof request, "POST /rt/post HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", size, body);
    p->since = now(), p->is_waiting = 1, p->length = 0;
    if (write(p->fd, request, length) != length) exit(1);
}

static void hear(int who) {
    person *p = &people[who];
    ssize_t some = read(p->fd, p->answer + p->length, sizeof p->answer - 1 - p->length);
    if (some < 0 && errno == EAGAIN) return;
    if (some <= 0) { if (p->is_waiting) bad++; close(p->fd); p->is_waiting = 0; return; }
    p->answer[p->length += some] = 0;
    char *end = strstr(p->answer, "\r\n\r\n"), *size = strcasestr(p->answer, "content-length:");
    if (!end || !size || p->length < end + 4 - p->answer + atoi(size + 15)) return;
    if (!strncmp(p->answer + 9, "200", 3)) good++;
    else if (!bad++) fprintf(stderr, "%.300s\n", p->answer);
    double took = now() - p->since;
    unsigned slot = took * 1e5;
    histogram[slot < SLOTS ? slot : SLOTS - 1]++;
    if (took > latest) latest = took;
    p->is_waiting = 0;
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

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    port = atoi(argv[1]), count = atoi(argv[3]);
    double seconds = atof(argv[4]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    people = calloc(count, sizeof *people), histogram = calloc(SLOTS, sizeof *histogram);
    epoll_fd = epoll_create1(0);
    FILE *tickets = fopen(argv[2], "r");
    for (int i = 0; i < count; i++) {
        if (!tickets || !fgets(people[i].ticket, sizeof people[i].ticket, tickets)) return 1;
        people[i].ticket[strcspn(people[i].ticket, "\n")] = 0;
        join(i);
    }
    for (double until = now() + 0.3; now() < until;) turn(20);
    is_over = !seconds;
    double begin = now();
    for (int i = 0; i < count; i++) { post(i); if (i % 64 == 63) turn(0); }
    while (!is_over && now() < begin + seconds) turn(20);
    is_over = 1;
    for (double limit = now() + 20; good + bad < (unsigned long long)count && now() < limit;) turn(20);
    double took = now() - begin;
    for (double limit = now() + 5; now() < limit;) {
        int waiting = 0;
        for (int i = 0; i < count; i++) waiting += people[i].is_waiting;
        if (!waiting) break;
        turn(20);
    }
    printf("{\"good\": %llu, \"bad\": %llu, \"seconds\": %.3f, \"p50\": %.2f, \"p99\": %.2f, \"max\": %.2f}\n", good, bad, took, quantile(.5), quantile(.99), latest * 1000);
    return 0;
}
