package io.unstir.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnTest {
    private static final PictureFormat FORMAT = new PictureFormat(1, 3);

    private static final float[] PICTURE = {
        1, 2, 3, //
        4, 5, 6, //
        7, 8, 9
    };

    @Test
    void aQuarterTurnGoesToTheLeft() {
        assertThat(shown(Turn.quarters(1)))
                .containsExactly(
                        3, 6, 9, //
                        2, 5, 8, //
                        1, 4, 7);
        assertThat(shown(Turn.quarters(2))).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(shown(Turn.quarters(4))).containsExactly(PICTURE);
    }

    @Test
    void aMoveRepeatsTheBorder() {
        assertThat(shown(new Turn(false, 1, 0, 0)))
                .containsExactly(
                        1, 1, 2, //
                        4, 4, 5, //
                        7, 7, 8);
        assertThat(shown(new Turn(false, 0, -1, 0))).containsExactly(4, 5, 6, 7, 8, 9, 7, 8, 9);
    }

    /** A mirrored picture is upright, so the mirror comes before the turn: the label stays right. */
    @Test
    void whatIsMirroredAndTurnedIsMirroredFirst() {
        assertThat(shown(new Turn(true, 0, 0, 0))).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
        assertThat(shown(new Turn(true, 0, 0, 1)))
                .containsExactly(
                        1, 4, 7, //
                        2, 5, 8, //
                        3, 6, 9);
    }

    private static float[] shown(Turn turn) {
        float[] target = new float[10];
        System.arraycopy(PICTURE, 0, target, 1, PICTURE.length);
        turn.apply(target, 1, FORMAT);
        assertThat(target[0]).isZero();
        return java.util.Arrays.copyOfRange(target, 1, target.length);
    }
}
