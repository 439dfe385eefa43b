package io.unstir.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedQuestionTest {
    @Test
    void anAnswerIsNeverOlderThanItsQuestionAndManyShareOne() throws Exception {
        // Given
        var clock = new AtomicLong();
        var asked = new AtomicInteger();
        var question = new SharedQuestion<>(() -> {
            asked.incrementAndGet();
            long seen = clock.get();
            Thread.sleep(1);
            return seen;
        });
        Callable<Boolean> client = () -> {
            long before = clock.incrementAndGet();
            return question.ask() >= before;
        };

        // When
        var answers = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                answers.add(threads.submit(client));
            }
        }

        // Then
        for (var answer : answers) {
            assertThat(answer.get()).isTrue();
        }
        assertThat(asked.get()).isLessThan(1_000);
    }

    @Test
    void whoAsksAfterAFailureAsksAnew() throws Exception {
        // Given
        var asked = new AtomicInteger();
        var question = new SharedQuestion<>(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return "here";
        });

        // When
        assertThatThrownBy(question::ask).hasMessage("away");

        // Then
        assertThat(question.ask()).isEqualTo("here");
    }
}
