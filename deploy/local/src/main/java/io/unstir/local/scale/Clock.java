package io.unstir.local.scale;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens, in order of time; what happens at the same time, in the order in which it was foreseen. */
final class Clock {
    private record Event(double at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private double now;
    private long foreseen;

    double now() {
        return now;
    }

    void at(double time, Runnable what) {
        events.add(new Event(time, foreseen++, what));
    }

    void in(double seconds, Runnable what) {
        at(now + seconds, what);
    }

    void run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            now = next.at();
            next.what().run();
        }
    }
}
