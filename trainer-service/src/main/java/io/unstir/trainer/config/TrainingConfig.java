package io.unstir.trainer.config;

import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.NoiseSchedule.Betas;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.StraightPath;
import io.unstir.trainer.diffusion.Weighting;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.optimizer.LearningRate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a training run is made from, as written in its YAML file (keys in snake_case). Two runs with equal configurations on
 * equal data give equal weights on the same machine.
 *
 * @param model name of the model, for example {@code emoji}
 * @param version version the finished checkpoint is published under
 * @param startFrom folder of the bundle whose weights training begins with; without it they are drawn from the seed
 */
public record TrainingConfig(
        String model,
        String version,
        Data data,
        Network network,
        Diffusion diffusion,
        Training training,
        Sampling sampling,
        Optional<Path> startFrom) {

    /**
     * Whether a run of {@code earlier} may be gone on with under this configuration, because nothing that differs has reached its
     * weights: names, sampling and what is shown may differ; the width of a post-hoc average; and, at a constant rate, where the end
     * is, as long as the decay towards it has begun under neither.
     *
     * @param stepsDone by the run so far
     */
    public boolean goesOnFrom(TrainingConfig earlier, long stepsDone) {
        return data.equals(earlier.data)
                && network.equals(earlier.network)
                && diffusion.equals(earlier.diffusion)
                && startFrom.equals(earlier.startFrom)
                && training.goesOnFrom(earlier.training, stepsDone);
    }

    /**
     * @param source where the images are; points in the plane need no more than this, a licence and a share
     * @param licence licence of the images, recorded in the bundle
     * @param imageSize height and width images are resized to
     * @param colour what is kept of their colours
     * @param fit how one that is no square becomes one
     * @param maxTokens rows of {@code encoder_hidden_states}; longer captions are cut
     * @param brokenLimit share of the files that may be unusable
     * @param heldOut share of the images that is kept from training
     */
    public record Data(
            DataSource source,
            String licence,
            int imageSize,
            Colour colour,
            Fit fit,
            int maxTokens,
            double brokenLimit,
            double heldOut) {}

    /** What learns. */
    public sealed interface Network {
        /** Height and width of an image must be divisible by this. */
        int imageSizeDivisor();
    }

    /** {@link io.unstir.trainer.network.UNet}. */
    public record UNetShape(UNetConfig sizes) implements Network {
        @Override
        public int imageSizeDivisor() {
            return 1 << (sizes.channels().size() - 1);
        }
    }

    /**
     * {@link io.unstir.trainer.network.PlainUNet}.
     *
     * @param channels of each level, from full resolution down; the middle is one level further down
     */
    public record PlainUNetShape(List<Integer> channels) implements Network {
        public PlainUNetShape {
            channels = List.copyOf(channels);
        }

        @Override
        public int imageSizeDivisor() {
            return 1 << channels.size();
        }
    }

    /** {@link io.unstir.trainer.network.Mlp}. */
    public record MlpShape(int width, int blocks) implements Network {
        @Override
        public int imageSizeDivisor() {
            return 1;
        }
    }

    /**
     * @param schedule one of {@link io.unstir.trainer.diffusion.NoiseSchedule#names}; not looked at with the prediction {@code flow}
     * @param steps T, the number of training steps of the forward process
     * @param betas ends of the schedules linear and scaled_linear where not the usual ones
     * @param inputScale b of Chen 2023; 1 for images as they are
     * @param zeroTerminalSnr whether the last step is pure noise (Lin et al. 2024)
     * @param prediction what the network predicts
     * @param learnedVariance whether it also learns the reverse step's variance (Nichol and Dhariwal 2021)
     */
    public record Diffusion(
            String schedule,
            int steps,
            Optional<Betas> betas,
            double inputScale,
            boolean zeroTerminalSnr,
            Prediction prediction,
            boolean learnedVariance) {

        /** The forward process that this describes. */
        public ForwardProcess process() {
            return prediction == Prediction.FLOW ? new StraightPath(steps) : noiseSchedule();
        }

        /** The schedule of the variance-preserving process, whatever is predicted. */
        public NoiseSchedule noiseSchedule() {
            NoiseSchedule named = betas.map(this::withEnds).orElseGet(() -> NoiseSchedule.of(schedule, steps));
            NoiseSchedule scaled = inputScale == 1 ? named : named.scaledInput(inputScale);
            return zeroTerminalSnr ? scaled.withZeroTerminalSnr() : scaled;
        }

        private NoiseSchedule withEnds(Betas ends) {
            return schedule.equals("linear")
                    ? NoiseSchedule.linear(steps, ends)
                    : NoiseSchedule.scaledLinear(steps, ends);
        }
    }

    /**
     * @param steps optimizer steps
     * @param batch images per forward and backward pass
     * @param accumulate passes whose gradients are averaged into one step; {@code batch * accumulate} images a step
     * @param learningRate rate of each step
     * @param weightDecay decoupled (AdamW)
     * @param gradientClip largest global L2 norm of the gradient
     * @param conditioningDropout share of captions or classes replaced by "none", for classifier-free guidance
     * @param average which moving average of the weights is published
     * @param weighting how much an error counts, by its t
     * @param horizontalFlip whether images are mirrored at random
     * @param colourJitter largest random change of brightness, contrast and saturation, 0 for none
     * @param spikeLimit a loss that stays this many times above its best stops the run; 0 for never
     * @param checkpointEvery steps between checkpoints a killed run resumes from
     * @param samplesEvery steps between pictures of samples and loss, one more at the end; 0 for none
     * @param seed of weights, order, noise and dropout
     */
    public record Training(
            int steps,
            int batch,
            int accumulate,
            LearningRate learningRate,
            double weightDecay,
            double gradientClip,
            double conditioningDropout,
            Average average,
            Weighting weighting,
            boolean horizontalFlip,
            double colourJitter,
            double spikeLimit,
            int checkpointEvery,
            int samplesEvery,
            long seed) {

        private boolean goesOnFrom(Training earlier, long stepsDone) {
            boolean sameRates = learningRate.equals(earlier.learningRate)
                    || learningRate.isConstantUntil(stepsDone) && earlier.learningRate.isConstantUntil(stepsDone);
            return sameRates && shared(earlier.learningRate).equals(earlier.shared(earlier.learningRate));
        }

        /** With neutral values for all that may differ, and the rate given. */
        private Training shared(LearningRate rate) {
            var withoutEnd = new LearningRate(rate.shape(), learningRate.peak(), learningRate.warmupSteps(), 0, 0);
            Average withoutWidth =
                    average instanceof Average.PostHoc kept ? new Average.PostHoc(0, kept.snapshotEvery()) : average;
            return new Training(
                    0,
                    batch,
                    accumulate,
                    withoutEnd,
                    weightDecay,
                    gradientClip,
                    conditioningDropout,
                    withoutWidth,
                    weighting,
                    horizontalFlip,
                    colourJitter,
                    0,
                    1,
                    0,
                    seed);
        }

        /** Images a step learns from. */
        public long imagesPerStep() {
            return (long) batch * accumulate;
        }
    }

    /** The weights' moving average that is published. */
    public sealed interface Average {
        /** Exponential, with warm-up. */
        record Exponential(double decay) implements Average {}

        /**
         * Put together after the training from kept snapshots (Karras et al. 2024).
         *
         * @param width relative width of the published average
         * @param snapshotEvery steps between snapshots
         */
        record PostHoc(double width, int snapshotEvery) implements Average {}
    }

    /** Defaults a job gets that does not say otherwise. */
    public record Sampling(String solver, int steps, double guidanceScale, String timestepSpacing) {}
}
