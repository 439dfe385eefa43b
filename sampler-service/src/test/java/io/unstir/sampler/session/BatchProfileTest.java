package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.session.BatchProfile.Timing;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchProfileTest {
    /** What a row is answered, by its seed, the number of rows and its place. */
    private interface Answer {
        float of(int seed, int rows, int place);
    }

    @Test
    void theFewestRowsThatAreAboutAsFastAsAnyAreChosen() {
        assertThat(BatchProfile.fewestOfTheFastest(
                        List.of(new Timing(1, 10), new Timing(2, 8), new Timing(4, 7.1), new Timing(8, 7))))
                .isEqualTo(4);
        assertThat(BatchProfile.fewestOfTheFastest(List.of(new Timing(1, 10), new Timing(2, 9.9))))
                .isEqualTo(1);
    }

    @Test
    void rowsThatDependOnNothingMayBeAskedInAnyNumber() {
        assertThat(profile((seed, rows, place) -> seed).policy()).isEqualTo(BatchPolicy.ANY);
    }

    @Test
    void rowsThatDependOnTheirNumberAreAlwaysAskedInTheSame() {
        assertThat(profile((seed, rows, place) -> seed + rows * 1e-3f).policy()).isEqualTo(BatchPolicy.PADDED);
    }

    @Test
    void rowsThatDependOnTheirPlaceAreNotPromised() {
        assertThat(profile((seed, rows, place) -> seed + place * 1e-3f).policy())
                .isEqualTo(BatchPolicy.VARIANT);
    }

    @Test
    void atMostTheMostRowsAreAsked() {
        assertThat(profile((seed, rows, place) -> seed).timings())
                .extracting(Timing::rows)
                .containsExactly(1, 2, 4);
    }

    private static BatchProfile profile(Answer answer) {
        int[] seeds = new int[5];
        return BatchProfile.measure(
                new BatchProfile.Probe() {
                    @Override
                    public void put(int row, int seed) {
                        seeds[row] = seed;
                    }

                    @Override
                    public FloatBuffer run(int rows) {
                        var answers = FloatBuffer.allocate(rows);
                        for (int row = 0; row < rows; row++) {
                            answers.put(row, answer.of(seeds[row], rows, row));
                        }
                        return answers;
                    }

                    @Override
                    public int outputElements() {
                        return 1;
                    }
                },
                5);
    }
}
