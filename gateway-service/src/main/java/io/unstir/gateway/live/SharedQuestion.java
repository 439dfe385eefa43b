package io.unstir.gateway.live;

import java.util.concurrent.Callable;

/**
 * A question that many have at once and that is asked once for all who were waiting when it was asked: an answer that was on
 * its way already would be too old for who comes now.
 */
final class SharedQuestion<T> {
    private final Callable<T> question;
    private long begun;
    private long answered;
    private boolean asking;
    private T answer;

    SharedQuestion(Callable<T> question) {
        this.question = question;
    }

    /** An answer to the question as of now or later; fails for those who ask it when it does. */
    T ask() throws Exception {
        long mine;
        synchronized (this) {
            mine = begun + 1;
            while (asking && answered < mine) {
                wait();
            }
            if (answered >= mine) {
                return answer;
            }
            asking = true;
            begun++;
        }
        return lead();
    }

    private T lead() throws Exception {
        boolean done = false;
        T found = null;
        try {
            found = question.call();
            done = true;
            return found;
        } finally {
            synchronized (this) {
                asking = false;
                if (done) {
                    answered = begun;
                    answer = found;
                }
                notifyAll();
            }
        }
    }
}
