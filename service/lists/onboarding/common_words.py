"""How many of a hundred papers in arXiv's computing categories say a word in their title or abstract."""

from collections.abc import Mapping

# Counted in 11,175 papers of 2025 and 2026; a dash joins the words of a phrase, rarer words are left out.
_SAID = {
    55: "models",
    50: "model",
    40: "across",
    35: "data language large learning performance",
    30: "demonstrate existing introduce training",
    25: "experiments high language-models",
    20: (
        "accuracy achieves address between but datasets large-language multi often only over real state "
        "tasks time under"
    ),
    18: "analysis art dataset generation level systems task when where",
    16: (
        "approaches benchmark benchmarks code each evaluation fine further information llm llms present "
        "quality remains scale specific three world"
    ),
    14: (
        "available aware complex design diverse efficient extensive human image including inference "
        "multiple real-world reasoning single study trained yet"
    ),
    12: (
        "baselines challenges context critical cross different domain due effective enabling evaluate "
        "features improves key knowledge limited low models-llms neural optimization outperforms problem "
        "process provide recent robust semantic significant significantly space text they visual within"
    ),
    10: (
        "alignment applications architecture attention capabilities challenge challenging com compared "
        "computational current deep designed detection driven during effectively effectiveness efficiency "
        "enables extensive-experiments gap images improve long modeling network non open potential "
        "practical prediction prior provides rely representations research settings source standard strong "
        "structure system then tuning understanding use used vision"
    ),
    9: (
        "achieve achieving agent agents baseline classification consistently cost distribution experimental "
        "feature findings generalization generated introduces making mechanism networks representation "
        "robustness scenarios self specifically strategy structured them well"
    ),
    8: (
        "accurate adaptive capture conditions consistent control diffusion directly dynamic enhance "
        "environments error even fine-tuning four free generate generative improving input large-scale "
        "limitations loss machine multimodal natural pipeline pre preserving rather reinforcement requires "
        "set spatial step strategies support target temporal test typically"
    ),
    7: (
        "ability against architectures behavior better beyond complexity comprehensive consistency "
        "constraints decision deployment despite domains dynamics end foundation full furthermore future "
        "general global guided identify increasingly integrates lack language-model latent leveraging "
        "lightweight like local machine-learning many may metrics noise paradigm parameter parameters "
        "particularly patterns per policy reinforcement-learning reliable remain same scalable score small "
        "stage structural supervised synthetic traditional transformer unified various zero"
    ),
    6: (
        "algorithm average best class constrained content deep-learning downstream empirical enable "
        "estimation evaluated evaluating evaluations evidence explicit fail fidelity find fine-grained "
        "fixed focus function gains grained graph higher improved improvements interaction layer leading "
        "learned leverages maintaining memory module need object objective optimal out overall presents "
        "processing promising providing question range rate reconstruction reduces reducing require "
        "resulting retrieval samples second selection shot signals simple solution studies substantially "
        "superior techniques token user video vision-language whether"
    ),
    5: (
        "about achieved across-diverse action adaptation additional additionally algorithms aligned among "
        "any augmented automated building capability case clinical combines competitive components "
        "continuous conventional core crucial demonstrates demonstrating derived develop development "
        "dimensional distinct dual embedding enhancing especially essential expert explicitly field finally "
        "five form fully fundamental fusion generating geometric geometry given gradient grounded "
        "high-quality highlight highly improvement insights interactions interpretable learn linear "
        "matching mechanisms moreover natural-language neural-networks number off offers output outputs "
        "perform point post predictions problems produce prompt prompts real-time reduce regions relative "
        "relevant requiring resource reveal reward safety sample sampling scaling scores setting several "
        "shared shows signal size sparse stable still struggle substantial success supervision systematic "
        "theoretical thereby tokens tool tools trade train trajectories transfer uncertainty unlike uses "
        "validate value view will yields"
    ),
    4: (
        "across-multiple advanced advances adversarial after aims alternative although answer application "
        "applied assess assessment audio autonomous because become before bias bridge built cases central "
        "changes combining common comparable complementary computation construct controlled convergence "
        "cues demonstrated dense dependent depth difficult direct distributions diversity dynamically "
        "either embeddings employs encoder enhanced enhances environment errors establish execution exhibit "
        "existing-approaches experiments-demonstrate external face feedback few final flow functions "
        "generates ground guidance guide heterogeneous hierarchical hybrid impact importance important "
        "increasing independent individual inherent inputs integrating integration intelligence "
        "interpretability investigate issue issues joint jointly labels largely layers limitation lower "
        "mean medical metric minimal modal modern motion must neural-network offer offering online "
        "open-source order original outperforming overhead pairs path perception physical planning points "
        "pre-trained precise precision predictive previous primarily progress properties public publicly "
        "query random realistic recently recognition reference related reliability resolution response "
        "responses result reveals risk role scene search segmentation sequence short showing shown "
        "similarity simulation solutions spanning speech stability states static structures suffer suggest "
        "supports synthesis systematically term those times together training-data trajectory types "
        "underlying users validation varying was weights widely wise zero-shot"
    ),
    3: (
        "access accurately achieves-state actions adapt addition addresses agentic agnostic align allowing "
        "allows alone along analyze annotated annotations answering apply applying architectural "
        "art-performance artificial attacks automatic backbone base behaviors being benchmarking binary "
        "bottleneck bound box calibration candidate cannot capable capacity captures capturing categories "
        "causal centric chain characteristics classical closed combined communication compact compare "
        "comparison complete component compression computationally compute computer concept conditional "
        "conditioned conduct confidence consistently-outperforms construction contexts contextual contrast "
        "contrastive convolutional correct costly costs coverage datasets-demonstrate decision-making "
        "decisions decoder decomposition degradation dependencies derive developed diagnostic "
        "diffusion-models dimensions directions discovery discrete distance distillation during-training "
        "early edge effect effects efficiently emerged empirically encoding energy engineering ensure "
        "ensuring estimates every evolution experts exploration explore extraction factors failure fast "
        "flexible forward foundation-models frame frameworks frequency gaussian gpt graphs ground-truth "
        "grounding group growing guarantees hard hardware here highlighting horizon identification "
        "identifying imaging implicit incorporates incorporating inference-time informed initial inspired "
        "instance instead instruction integrate integrated inter interactive intermediate internal "
        "introduced introducing iterative known label larger latency leads learns length levels leverage "
        "limiting limits localization loop made make makes manual map mapping maps meaningful measure "
        "mitigate modalities modality monitoring multi-agent nature near next noisy notably numerical "
        "objectives objects observations observed optimize optimized outcomes overcome parallel particular "
        "performance-across performs perspective phase physics pipelines policies pose power powerful "
        "practice predict preserve preserves pretrained principled priors privacy probability processes "
        "produces project prompting proposes protocol prove publicly-available queries questions rank rapid "
        "rates recent-advances reduced reduction refinement regression relationships remains-challenging "
        "remarkable required requirements residual resources respectively rich scalability scales scenes "
        "scientific semantics sensitive sensitivity sequences sequential series shift shifts should similar "
        "simultaneously six social some specialized spectral statistical steps stochastic style surface "
        "tailored task-specific technique terms testing textual theory there therefore thus top trade-off "
        "transformers truth tuned unique unseen updates upon utility values vector verification videos vlms "
        "way weight weighted were wide"
    ),
}
SHARES: Mapping[str, float] = {
    word.replace("-", " "): said / 100 for said, words in _SAID.items() for word in words.split()
}
