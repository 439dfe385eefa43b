package io.unstir.trainer.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What a training run is made from, as written in its YAML file (keys in snake_case). Two runs with equal configurations on
 * equal data give equal weights on the same machine.
 *
 * @param model name of the model, for example {@code emoji}
 * @param version version the finished checkpoint is published under
 */
public record TrainingConfig(
        String model,
        String version,
        Data data,
        Network network,
        Diffusion diffusion,
        Training training,
        Sampling sampling) {

    /**
     * @param folder folder with the images and {@code metadata.jsonl}
     * @param licence licence of the images, recorded in the bundle
     * @param imageSize height and width images are resized to
     * @param maxTokens rows of {@code encoder_hidden_states}; longer captions are cut
     */
    public record Data(Path folder, String licence, int imageSize, int maxTokens) {}

    /**
     * The U-Net (Ronneberger et al. 2015, as in Ho et al. 2020).
     *
     * @param channels of each level, from full resolution down; each level halves height and width
     * @param blocks residual blocks per level
     * @param attentionLevels levels (0 is full resolution) with self- and cross-attention
     * @param heads attention heads
     */
    public record Network(List<Integer> channels, int blocks, List<Integer> attentionLevels, int heads) {
        public Network {
            channels = List.copyOf(channels);
            attentionLevels = List.copyOf(attentionLevels);
        }
    }

    /**
     * @param schedule {@code linear} or {@code cosine}
     * @param steps T, the number of training steps of the forward process
     * @param prediction {@code epsilon} or {@code v_prediction}
     */
    public record Diffusion(String schedule, int steps, String prediction) {}

    /**
     * @param steps optimizer steps
     * @param batch images per step
     * @param learningRate peak learning rate, reached after {@code warmupSteps} and decayed by a cosine to a tenth
     * @param weightDecay decoupled (AdamW)
     * @param gradientClip largest global L2 norm of the gradient
     * @param conditioningDropout share of captions replaced by the empty one, for classifier-free guidance
     * @param emaDecay decay of the weights' exponential moving average, the weights that are published
     * @param minSnrGamma gamma of the min-SNR weighting (Hang et al. 2023); 0 for none
     * @param horizontalFlip whether images are mirrored at random
     * @param checkpointEvery steps between checkpoints a killed run resumes from
     * @param seed of weights, order, noise and dropout
     */
    public record Training(
            int steps,
            int batch,
            double learningRate,
            int warmupSteps,
            double weightDecay,
            double gradientClip,
            double conditioningDropout,
            double emaDecay,
            double minSnrGamma,
            boolean horizontalFlip,
            int checkpointEvery,
            long seed) {}

    /** Defaults a job gets that does not say otherwise. */
    public record Sampling(String solver, int steps, double guidanceScale, String timestepSpacing) {}
}
