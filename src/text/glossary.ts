/**
 * Words that belong to a field whoever writes about it: what the index of a textbook or the glossary of a newspaper would hold. `sure` words say the field by themselves,
 * `likely` ones have another meaning elsewhere. No company, product or person stands here: those are learned from the texts of the day.
 */
interface Field {
  keys: string[];
  sure: string[];
  likely: string[];
}

const list = (words: string) =>
  words
    .split(/[;\n]/)
    .map((term) => term.trim())
    .filter(Boolean);

const FIELDS: Field[] = [
  {
    keys: ['artificial intelligence', 'ai', 'machine learning', 'deep learning', 'language models'],
    sure: list(`ai; a.i.; artificial intelligence; machine learning; deep learning; reinforcement learning; neural network; neural net; language model; llm; gpt; chatbot; foundation model;
frontier model; reasoning model; open weight; open-weight; model weight; mixture of expert; moe; diffusion model; fine-tuning; fine-tune; finetuning; pretraining; pre-training; post-training; rlhf;
prompt injection; prompt engineering; coding agent; agentic; superintelligence; agi; text-to-image; text-to-video; text-to-speech; speech recognition; computer vision; vision-language; deepfake;
training data; training run; humanoid robot; machine translation; transformer model; context window; token per second; model card`),
    likely:
      list(`generative; transformer; embedding; inference; prompt; prompting; agent; autonomous agent; copilot; hallucination; alignment; interpretability; benchmark; eval; robotics; robot; humanoid; gpu; tpu;
accelerator; distillation; quantization; multimodal; data center; chip; assistant; model; token; attention; weight; training; lab; dataset; watermark`),
  },
];

/** The words of the fields that an `about:` names. */
export function glossaryFor(about: string): { sure: string[]; likely: string[] } {
  const said = ` ${about.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, ' ')} `;
  const fields = FIELDS.filter(({ keys }) => keys.some((key) => said.includes(` ${key} `)));
  return { sure: fields.flatMap(({ sure }) => sure), likely: fields.flatMap(({ likely }) => likely) };
}
