import { describe, expect, it } from 'vitest';
import { topicOf } from '../../src/text/topic.ts';

const ABOUT = 'Artificial intelligence - models, research, tools, companies, chips, policy';
const on = [
  {
    title: 'Norrland opens a language model',
    text: 'The lab says that Norrland trained the neural network on poems. A chatbot named Fjord follows.',
  },
  { title: 'Machine learning at sea', text: 'Ships steered by Fjord, an LLM from Norrland, kept to their lanes.' },
  { title: 'Reinforcement learning is slow', text: 'A team at Norrland made Fjord play a million games of chess.' },
];
const off = [
  { title: 'A database in one file', text: 'It stores rows and is fast. The model of its storage is a tree.' },
  {
    title: 'How to prune roses',
    text: 'Cut above a bud. The tools must be sharp, the companies that sell them matter little.',
  },
  { title: 'The general history of bicycles', text: 'Chain, pedal and a policy on helmets.' },
  { title: 'A generic container for Go', text: 'The proposal embeds a type. Inference of types is unchanged.' },
];
const topic = topicOf(ABOUT, [...on, ...off]);
const value = (title: string, text = '') => topic.relevance({ title, text }).value;

describe('topicOf', () => {
  it('sets texts of the field above all others', () => {
    const lowest = Math.min(...on.map(({ title, text }) => value(title, text)));
    const highest = Math.max(...off.map(({ title, text }) => value(title, text)));
    expect(lowest).toBeGreaterThan(0.6);
    expect(highest).toBeLessThan(0.4);
  });

  it('learns the names that keep company with the field', () => {
    expect(value('Fjord gets faster')).toBeGreaterThan(value('Bergen gets faster') + 0.3);
  });

  it('takes the initials of what it is about', () => {
    expect(value('AI at the dentist')).toBeGreaterThan(0.6);
    expect(value('Paid at the dentist')).toBe(0);
  });

  it('says because of what', () => {
    expect(topic.relevance({ title: 'A language model for poets', text: '' }).because).toContain('language model');
  });

  it('serves another topic by its own words', () => {
    const gardens = topicOf('Gardening - plants, tools', [...on, ...off]);
    expect(gardens.relevance({ title: 'Gardening in November', text: '' }).value).toBeGreaterThan(0.5);
    expect(gardens.relevance({ title: 'A language model for poets', text: '' }).value).toBe(0);
  });
});
